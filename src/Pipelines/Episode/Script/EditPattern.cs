namespace FunctionsPipeline.Pipelines.Episode.Script;

/// <summary>How an episode is cut. Names in files and specs are snake_case: <c>talking_head_heavy</c>.</summary>
public enum EditPattern
{
    /// <summary>Faces carry it; B-roll only between them.</summary>
    TalkingHeadHeavy,

    /// <summary>Long moving pictures under the narration; faces only where somebody speaks.</summary>
    BrollCinematic,

    /// <summary>Short shots in quick change, several to a beat.</summary>
    MixedRapid,
}
