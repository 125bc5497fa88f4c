namespace FunctionsPipeline.Providers.Downloads;

/// <summary>Counts bytes and reports them now and then. For one download at a time.</summary>
internal sealed class DownloadMeter(IProgress<DownloadProgress>? progress, TimeSpan interval, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private long _lastReport;
    private bool _hasReported;
    private long _arrivedBytes;

    /// <summary>Bytes came.</summary>
    public void Add(int countBytes, long receivedBytes, long? totalBytes)
    {
        _arrivedBytes += countBytes;
        if (progress is null) return;
        if (_hasReported && clock.GetElapsedTime(_lastReport) < interval) return;
        Report(receivedBytes, totalBytes);
    }

    /// <summary>The whole file is there.</summary>
    public void Finish(long lengthBytes)
    {
        if (progress is not null) Report(lengthBytes, lengthBytes);
    }

    private void Report(long receivedBytes, long? totalBytes)
    {
        _hasReported = true;
        _lastReport = clock.GetTimestamp();
        var elapsed = clock.GetElapsedTime(_started);
        var rate = elapsed > TimeSpan.Zero ? _arrivedBytes / elapsed.TotalSeconds : 0;
        progress!.Report(new DownloadProgress(receivedBytes, totalBytes, rate));
    }
}
