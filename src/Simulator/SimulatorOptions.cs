namespace FunctionsPipeline.Simulator;

/// <summary>How a simulator behaves. Immutable.</summary>
public sealed record SimulatorOptions
{
    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Everything that is left to chance follows from it.</summary>
    /// <value>1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>Real seconds per simulated second: 0.001 turns a generation of 120 s into 120 ms, 0 takes no time at all.</summary>
    /// <value>0.001.</value>
    public double TimeScale { get; init; } = 0.001;

    /// <summary>How long the generation of a video takes; evenly spread.</summary>
    /// <value>120..300.</value>
    public SecondsRange Latency { get; init; } = new(120, 300);

    /// <summary><c>none</c>, <c>mixed</c>, or the path of a fault file.</summary>
    /// <value><c>none</c>.</value>
    public string Faults { get; init; } = "none";

    /// <summary>File that lets a restarted simulator know what it has accepted; null keeps everything in memory.</summary>
    public string? JournalPath { get; init; }

    /// <summary>Process without which there is nothing left to do; null runs until stopped.</summary>
    public int? ParentProcessId { get; init; }

    /// <summary>Submits in any one second, per provider and key; 0 is unlimited.</summary>
    /// <value>10.</value>
    public int RateLimitPerSecond { get; init; } = 10;

    /// <summary>Requests that the queue provider works on at once, per key; 0 is unlimited.</summary>
    /// <value>40.</value>
    public int FalConcurrency { get; init; } = 40;

    /// <summary>Texts that ElevenLabs speaks at once, per key; 0 is unlimited.</summary>
    /// <value>10, as on its Pro plan.</value>
    public int ElevenLabsConcurrency { get; init; } = 10;

    /// <summary>How long it takes, real time, until a list of requests shows a call that was accepted, or that has ended.</summary>
    /// <value>Zero.</value>
    public TimeSpan ListingDelay { get; init; }

    /// <summary>Where clips come from.</summary>
    public ClipMode Clips { get; init; }

    /// <summary>Probability that a trap in a prompt shows up in the clip.</summary>
    /// <value>0.6.</value>
    public double TrapChance { get; init; } = 0.6;

    /// <summary>
    /// Probability of each weakness that nobody asked for (melting, warping, flicker, freeze) in a clip without traps. A prompt with N traps
    /// has N + 1 times this probability: confusing prompts make models stumble.
    /// </summary>
    /// <value>0.03.</value>
    public double WeaknessChance { get; init; } = 0.03;
}

/// <summary>Where clips come from.</summary>
public enum ClipMode
{
    /// <summary>Each request has a clip of its own, made at its first download.</summary>
    Full,

    /// <summary>A few tiny clips made at the start serve all requests. For tests of scale.</summary>
    Canned,
}
