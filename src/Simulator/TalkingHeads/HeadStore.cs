using System.Collections.Concurrent;
using System.Globalization;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Clips;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Speech;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.TalkingHeads;

/// <summary>Makes talking heads when they are first asked for, each once at a time, and keeps them. Safe for several threads.</summary>
internal sealed class HeadStore(UploadFolder uploads, ClipFolder folder) : IAsyncDisposable
{
    private const int SampleRateHz = 16_000;
    private const double ShortShare = 0.5;

    private static readonly string Short = FaultNames.Of(FaultKind.ShortClip);

    private readonly ConcurrentDictionary<string, Lazy<Task>> _making = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _encoders = new(Environment.ProcessorCount);

    /// <summary>Length of an uploaded sound, s; null when it is none.</summary>
    public async Task<double?> SecondsOfAsync(string soundFile, CancellationToken cancellationToken) =>
        await SoundFile.ReadAsync(await uploads.ReadAsync(soundFile, cancellationToken), SampleRateHz, cancellationToken) is { } samples
            ? (double)samples.Length / SampleRateHz
            : null;

    /// <summary>Opens the clip of a call, made if need be. The stream can seek.</summary>
    /// <exception cref="InvalidOperationException">It could not be made.</exception>
    public async Task<Stream> OpenAsync(CallFacts facts, CancellationToken cancellationToken)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"head-{facts.RequestId}");
        while (true)
        {
            if (folder.TryOpen(key) is { } file) return file;

            // Whoever waits may go away; the clip is made all the same, because the next one will want it.
            var making = _making.GetOrAdd(key, _ => new Lazy<Task>(() => Task.Run(() => MakeAsync(key, facts), CancellationToken.None)));
            await making.Value.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_making.Values.Select(making => making.Value)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task MakeAsync(string key, CallFacts facts)
    {
        await _encoders.WaitAsync(_stopping.Token);
        try
        {
            var picture = PictureReader.TryRead(await uploads.ReadAsync(facts.PortraitFile!, _stopping.Token))
                ?? throw new InvalidOperationException("The uploaded picture cannot be read any more.");
            var samples = await SoundFile.ReadAsync(await uploads.ReadAsync(facts.SoundFile!, _stopping.Token), SampleRateHz, _stopping.Token)
                ?? throw new InvalidOperationException("The uploaded sound cannot be read any more.");
            var share = facts.EndingFault == Short ? ShortShare : 1;

            // By what it is made of and not by the call: the same face that says the same twice moves in the same way.
            var draw = Draw.FromSeed(1).For(facts.PortraitFile + facts.SoundFile);
            var order = new HeadOrder(Shaped(picture, facts.AspectRatio), uploads.PathOf(facts.SoundFile!), samples, SampleRateHz, draw, share);
            await HeadEncoder.EncodeAsync(order, folder.DraftPath(key), _stopping.Token);
            folder.Publish(key);
        }
        finally
        {
            _encoders.Release();
            _making.TryRemove(key, out _);
        }
    }

    private static Images.Raster Shaped(Images.Raster picture, string? aspectRatio)
    {
        var sides = aspectRatio?.Split(':');
        return sides is { Length: 2 }
            && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            ? PictureFitter.Fit(picture, width, height)
            : PictureFitter.Fit(picture);
    }
}
