using System.Globalization;
using System.Text.Json;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>Another process owns the home folder and runs its instances.</summary>
public sealed class HomeInUseException(string home, int? processId, DateTimeOffset? since)
    : Exception(
        $"The home folder '{home}' is in use by {(processId is null ? "another process" : $"process {processId}")}" +
        $"{(since is { } time ? " since " + time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "")}. " +
        "Nothing was started and no money was spent. Wait for it to end, or choose another home; commands that only read work beside it.")
{
    /// <summary>The owner, when it is known.</summary>
    public int? ProcessId { get; } = processId;

    /// <summary>Since when it runs, UTC, when that is known.</summary>
    public DateTimeOffset? Since { get; } = since;
}

/// <summary>Makes this process the owner of a home folder until it is disposed or the process ends, in whichever way.</summary>
public sealed class HomeLock : IDisposable
{
    // The lock itself cannot be read by others, so who holds it stands beside it.
    private const string LockFile = "owner.lock";
    private const string OwnerFile = "owner.json";

    private readonly FileStream _lock;

    private HomeLock(FileStream file) => _lock = file;

    /// <summary>Makes the folder when it does not exist, and takes it.</summary>
    /// <exception cref="HomeInUseException">Another process, or another engine of this one, holds it.</exception>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be made or written.</exception>
    public static HomeLock Acquire(string home, TimeProvider time)
    {
        Directory.CreateDirectory(home);
        var path = Path.Combine(home, LockFile);
        FileStream file;
        try
        {
            // The system lets go of it when the process dies, so a stale file locks nobody out.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (IsHeld(error))
        {
            throw InUse(home);
        }

        var owner = new Owner(Environment.ProcessId, time.GetUtcNow());
        File.WriteAllText(Path.Combine(home, OwnerFile), JsonSerializer.Serialize(owner, DurableJson.Options));
        return new HomeLock(file);
    }

    /// <summary>Lets the folder go.</summary>
    public void Dispose() => _lock.Dispose();

    // EAGAIN of Linux and of macOS, and Windows' sharing and lock violations.
    private static bool IsHeld(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

    private static HomeInUseException InUse(string home)
    {
        try
        {
            var owner = JsonSerializer.Deserialize<Owner>(File.ReadAllText(Path.Combine(home, OwnerFile)), DurableJson.Options);
            return new HomeInUseException(home, owner?.ProcessId, owner?.Since);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // The owner is known only by its lock: it may be between taking it and writing its name.
            return new HomeInUseException(home, null, null);
        }
    }

    private sealed record Owner(int ProcessId, DateTimeOffset Since);
}
