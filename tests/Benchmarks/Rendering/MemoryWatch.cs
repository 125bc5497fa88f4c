using System.Diagnostics;
using System.Globalization;

namespace FunctionsPipeline.Benchmarks.Rendering;

/// <summary>High-water marks of resident memory of a process and of every process that it started, and of all of them at one time.</summary>
internal sealed class MemoryWatch(int processId)
{
    /// <summary>The most that one process took, bytes.</summary>
    public long Largest { get; private set; }

    /// <summary>The most that those took together which were there at one time, bytes; each counted by its own high-water mark.</summary>
    public long Together { get; private set; }

    /// <summary>Looks until a task has ended.</summary>
    public async Task UntilAsync(Task work)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!work.IsCompleted)
        {
            Look();
            await timer.WaitForNextTickAsync();
        }

        await work;
    }

    private void Look()
    {
        var peaks = Family().Select(PeakOf).ToArray();
        Largest = Math.Max(Largest, peaks.DefaultIfEmpty().Max());
        Together = Math.Max(Together, peaks.Sum());
    }

    private IReadOnlyList<int> Family()
    {
        var parents = Process.GetProcesses().Select(process => (process.Id, Parent: ParentOf(process.Id))).ToArray();
        var family = new List<int> { processId };
        for (var i = 0; i < family.Count; i++) family.AddRange(parents.Where(entry => entry.Parent == family[i]).Select(entry => entry.Id));
        return family;
    }

    private static int ParentOf(int id) => (int)(Number(id, "PPid:") ?? 0);

    private static long PeakOf(int id) => 1024 * (Number(id, "VmHWM:") ?? 0);

    private static long? Number(int id, string key)
    {
        try
        {
            var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/status")).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
            return line is null ? null : long.Parse(line.AsSpan(key.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            // It ended between the list and the question.
            return null;
        }
    }
}
