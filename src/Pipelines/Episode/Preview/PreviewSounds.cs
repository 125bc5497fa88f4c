using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Words;
using FunctionsPipeline.Pipelines.RunFolder;

namespace FunctionsPipeline.Pipelines.Episode.Preview;

/// <summary>Silence as long as a text would be spoken.</summary>
internal sealed class PreviewSounds(PipelineServices services)
{
    private readonly ScratchFiles _scratch = new(services);

    /// <summary>Puts it into the run's folder.</summary>
    /// <param name="item">The episode.</param>
    /// <param name="name">Name of the file without its ending.</param>
    /// <param name="text">What would be spoken.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<LaidSound> PutAsync(ItemInput<EpisodeSettings> item, string name, string text, CancellationToken cancellationToken)
    {
        var path = EpisodeFiles.PathOf(item, "audio", name + ".wav");
        var seconds = Math.Max(1, SpeechLength.Seconds(SpeechLength.Words(text)));
        await _scratch.PutAsync(path, scratch => WriteAsync(scratch, seconds), cancellationToken);
        return new LaidSound(path, seconds, []);
    }

    private static Task WriteAsync(string path, double seconds)
    {
        SilentSound.Write(path, seconds);
        return Task.CompletedTask;
    }
}
