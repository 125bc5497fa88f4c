namespace FunctionsPipeline.Pipelines.Steps.TalkingHeads;

/// <summary>What a clip of a face that speaks is taken to be worth. Pure.</summary>
internal static class TalkingHeadAnswers
{
    /// <summary>Code of a clip that was paid for and is of no use.</summary>
    public const string MalformedClip = "malformed_clip";

    /// <summary>Usable, or a problem: what is malformed once may be whole the next time.</summary>
    public static Judged<TalkingHeadVerdict> Judge(TalkingHeadAnswer answer) => answer switch
    {
        { Problem: { } problem } => Judged<TalkingHeadVerdict>.Unusable(MalformedClip, problem, isRetryable: true),
        { File: { } file } => Judged<TalkingHeadVerdict>.Usable(new TalkingHeadVerdict(answer.Seconds, file.Sha256)),
        _ => Judged<TalkingHeadVerdict>.Unusable(MalformedClip, "No clip came.", isRetryable: true),
    };
}
