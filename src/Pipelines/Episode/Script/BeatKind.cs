namespace FunctionsPipeline.Pipelines.Episode.Script;

/// <summary>The five beats of every episode, in this order.</summary>
public enum BeatKind
{
    /// <summary>Why one stays.</summary>
    Hook,

    /// <summary>Who and where.</summary>
    Setup,

    /// <summary>What goes wrong.</summary>
    Conflict,

    /// <summary>What nobody expected.</summary>
    Twist,

    /// <summary>How it ends.</summary>
    Resolution,
}
