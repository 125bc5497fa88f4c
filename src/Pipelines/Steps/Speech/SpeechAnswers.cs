namespace FunctionsPipeline.Pipelines.Steps.Speech;

/// <summary>What a spoken text is taken to be worth. Pure.</summary>
internal static class SpeechAnswers
{
    /// <summary>Code of a sound that was paid for and is of no use.</summary>
    public const string MalformedSound = "malformed_sound";

    /// <summary>Usable, or a problem: what is malformed once may be whole the next time.</summary>
    public static Judged<SpeechVerdict> Judge(SpeechAnswer answer) => answer switch
    {
        { Problem: { } problem } => Judged<SpeechVerdict>.Unusable(MalformedSound, problem, isRetryable: true),
        { File: { } file } => Judged<SpeechVerdict>.Usable(new SpeechVerdict(answer.Seconds, file.Sha256, answer.Words.Count)),
        _ => Judged<SpeechVerdict>.Unusable(MalformedSound, "No sound came.", isRetryable: true),
    };
}
