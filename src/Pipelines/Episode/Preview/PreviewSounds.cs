using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.Episode.Words;

namespace FunctionsPipeline.Pipelines.Episode.Preview;

/// <summary>Silence as long as a text would be spoken.</summary>
internal sealed class PreviewSounds(PipelineServices services)
{
    /// <summary>Puts it into the run's folder.</summary>
    /// <param name="item">The episode.</param>
    /// <param name="name">Name of the file without its ending.</param>
    /// <param name="text">What would be spoken.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<LaidSound> PutAsync(ItemInput<EpisodeSettings> item, string name, string text, CancellationToken cancellationToken)
    {
        var path = EpisodeFiles.PathOf(item, "audio", name + ".wav");
        Directory.CreateDirectory(services.ScratchFolder);
        var scratch = Path.Combine(services.ScratchFolder, $"silence-{Path.GetRandomFileName()}.wav");
        var seconds = Math.Max(1, SpeechLength.Seconds(SpeechLength.Words(text)));
        try
        {
            SilentSound.Write(scratch, seconds);
            await services.Blobs.PutFileAsync(path, scratch, cancellationToken);
            return new LaidSound(path, seconds, []);
        }
        finally
        {
            File.Delete(scratch);
        }
    }
}
