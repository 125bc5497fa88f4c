using FunctionsPipeline.Pipelines;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>A run that a command is asked for.</summary>
/// <param name="Spec">Its specification.</param>
internal sealed record WantedRun(SpecSource Spec)
{
    /// <summary>Fields over those of the specification, by name.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    /// <summary>Only these items of the plan; null for all.</summary>
    public ItemRange? Items { get; init; }

    /// <summary>Seed over that of the specification.</summary>
    public int? Seed { get; init; }

    /// <summary>True when an unfinished run of the same specification is not taken up.</summary>
    public bool IsNew { get; init; }

    /// <summary>True for the run of a day, of which there is one.</summary>
    public bool IsDaily { get; init; }

    /// <summary>False leaves the analysis of clips to a worker in a process of its own.</summary>
    public bool HasWorker { get; init; } = true;

    /// <summary>The run that this one is to be a fork of; null for a run of its own.</summary>
    public string? ForkOf { get; init; }

    /// <summary>The first step that a fork does anew.</summary>
    public string? RerunFrom { get; init; }

    /// <summary>A run of a specification file with the options that go with it.</summary>
    public static WantedRun Of(CommandEnvironment environment, string specPath, RunOptions options)
    {
        var arguments = environment.Arguments;
        return new WantedRun(new SpecSource.OfFile(specPath))
        {
            Overrides = options.Overrides(arguments),
            Items = options.Range(arguments),
            Seed = arguments.GetValue(options.Seed),
            HasWorker = !arguments.GetValue(options.ExternalWorker),
            ForkOf = arguments.GetValue(options.Fork),
            RerunFrom = arguments.GetValue(options.From),
        };
    }
}
