namespace FunctionsPipeline.State.Blobs;

/// <summary>
/// One writer at a time per path, over threads and processes. A path falls on one of 64 lock files; the operating system frees the
/// lock of a process that dies.
/// </summary>
internal sealed class BlobLocks(string folder, TimeProvider clock)
{
    private const int Stripes = 64;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);
    private readonly SemaphoreSlim[] _inProcess = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Runs a short piece of work while no other writer touches the path.</summary>
    public async Task<T> RunAsync<T>(string path, Func<T> work, CancellationToken cancellationToken)
    {
        var stripe = Stripe(path);
        await _inProcess[stripe].WaitAsync(cancellationToken);
        try
        {
            await using var held = await LockFileAsync(Path.Combine(folder, $"{stripe:d2}"), cancellationToken);
            return work();
        }
        finally
        {
            _inProcess[stripe].Release();
        }
    }

    private async Task<FileStream> LockFileAsync(string file, CancellationToken cancellationToken)
    {
        for (var wait = FirstWait; ; wait = wait < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException error) when (IsHeld(error))
            {
                // Held by another process, which holds it for about as long as a rename takes.
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }

    // A sharing violation on Windows, EWOULDBLOCK of Linux and of macOS.
    private static bool IsHeld(IOException error) => OperatingSystem.IsWindows() ? (error.HResult & 0xFFFF) == 32 : error.HResult is 11 or 35;

    // Not string.GetHashCode: every process must come to the same stripe.
    private static int Stripe(string path)
    {
        var hash = 2166136261u;
        foreach (var character in path) hash = (hash ^ character) * 16777619u;
        return (int)(hash % Stripes);
    }
}
