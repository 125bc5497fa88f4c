using System.Runtime.InteropServices;

namespace FunctionsPipeline.State.Blobs;

/// <summary>The two steps that .NET has no call for: making a new name survive a power cut, and a rename that never copies.</summary>
internal static class DurableFile
{
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int CrossDevice = 18;

    /// <summary>Writes a folder's entries to disk. Windows keeps them with the file's own flush.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = open(folder, OperatingSystem.IsLinux() ? ReadOnlyCloseOnExec : 0);
        if (descriptor < 0) throw Failure("open", folder);
        try
        {
            if (fsync(descriptor) != 0) throw Failure("flush", folder);
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    /// <summary>Writes a file's content to disk.</summary>
    public static void Flush(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, OperatingSystem.IsWindows() ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Renames over whatever is there. False when the two are on different disks.</summary>
    public static bool TryRename(string from, string to)
    {
        if (OperatingSystem.IsWindows())
        {
            if (!string.Equals(Path.GetPathRoot(from), Path.GetPathRoot(to), StringComparison.OrdinalIgnoreCase)) return false;
            File.Move(from, to, overwrite: true);
            return true;
        }

        if (rename(from, to) == 0) return true;
        return Marshal.GetLastPInvokeError() == CrossDevice ? false : throw Failure($"rename '{from}' to", to);
    }

    private static IOException Failure(string what, string path) =>
        new($"Could not {what} '{path}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

#pragma warning disable SYSLIB1054 // Source-generated imports would make the whole project unsafe.
    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int rename([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
#pragma warning restore SYSLIB1054
}
