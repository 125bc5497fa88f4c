using System.Globalization;
using FunctionsPipeline.Media;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Steps.Speech;

/// <summary>Looks at a sound that has just come: how long it is, and whether it can be what was ordered.</summary>
/// <param name="services">For ffmpeg and the clock.</param>
internal sealed class SoundLook(PipelineServices services)
{
    // Speech lies at about -20 dB; what is softer than this is the noise of a converter.
    private const double SilentDb = -55;
    private const double SecondsMin = 0.08;

    // Nobody speaks faster at the usual speed: auctioneers come to about 25.
    private const double CharactersPerSecondMax = 45;

    // Times are of the same sound if the last word ends in it, give or take what encoders add and cut.
    private const double TimesBeyondSecondsMax = 0.5;

    /// <summary>Looks. Never throws because of the sound.</summary>
    /// <param name="path">The sound.</param>
    /// <param name="answer">What is known of it.</param>
    /// <param name="request">What was ordered.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<SpeechAnswer> LookAsync(string path, SpeechAnswer answer, SpeechRequest request, CancellationToken cancellationToken)
    {
        if (services.Ffmpeg is not { } ffmpeg) return answer with { NotChecked = "This host has no ffmpeg." };
        SoundMeasure measure;
        try
        {
            measure = await new SoundMeter(ffmpeg, new SoundLimits(), services.Clock).MeasureAsync(path, cancellationToken);
        }
        catch (MediaException exception) when (!exception.IsRetryable)
        {
            // The path is of no use to anybody later.
            return answer with { Problem = exception.Message.Replace(path, "the sound", StringComparison.Ordinal) };
        }
        catch (MediaException exception)
        {
            return answer with { NotChecked = exception.Message.Replace(path, "the sound", StringComparison.Ordinal) };
        }

        var isOfTheSound = answer.Words.Count == 0 || answer.Words[^1].EndSeconds <= measure.Seconds + TimesBeyondSecondsMax;
        return answer with
        {
            Seconds = Math.Round(measure.Seconds, 3),
            LoudestDb = Math.Round(measure.LoudestDb, 1),
            Words = isOfTheSound ? answer.Words : [],
            Problem = ProblemOf(measure, request),
        };
    }

    private static string? ProblemOf(SoundMeasure measure, SpeechRequest request)
    {
        if (measure.LoudestDb < SilentDb) return "Nothing can be heard in the sound.";
        var fastest = CharactersPerSecondMax * Math.Max(1, request.Speed ?? 1);
        if (measure.Seconds < SecondsMin || request.Text.Length / measure.Seconds > fastest)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The sound takes {measure.Seconds:0.##} s for {request.Text.Length} characters: it is cut off.");
        }

        return null;
    }
}
