using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace FunctionsPipeline.Simulator;

/// <summary>The flags.</summary>
internal static class CommandLine
{
    private static readonly SimulatorOptions Defaults = new();

    private static readonly Option<int> Port = Number("--port", "Port on 127.0.0.1; 0 takes a free one.", Defaults.Port, 0, 65535);
    private static readonly Option<int> Seed = Number("--seed", "What is left to chance follows from it.", Defaults.Seed, int.MinValue, int.MaxValue);
    private static readonly Option<double> TimeScale = Share(
        "--time-scale", "Real seconds per simulated second; 0.001 turns 120 s into 120 ms, 0 takes no time.", Defaults.TimeScale, 0, 1000);

    private static readonly Option<string> Faults = new("--faults") { Description = "none, mixed, or a fault file.", DefaultValueFactory = _ => Defaults.Faults };
    private static readonly Option<string?> Journal = new("--journal") { Description = "File by which a restarted simulator knows what it has accepted." };
    private static readonly Option<int?> ParentPid = new("--parent-pid") { Description = "End when this process has ended." };
    private static readonly Option<int> RateLimit = Number(
        "--rate-limit", "Submits per second, per provider and key; 0 is unlimited.", Defaults.RateLimitPerSecond, 0, 1_000_000);

    private static readonly Option<int> FalConcurrency = Number(
        "--fal-concurrency", "Requests in progress at the queue provider, per key; 0 is unlimited.", Defaults.FalConcurrency, 0, 1_000_000);

    private static readonly Option<ClipMode> Clips = new("--clips")
    {
        Description = "full: each request has its own clip; canned: a few tiny clips serve all.",
        DefaultValueFactory = _ => Defaults.Clips,
    };

    private static readonly Option<(double Min, double Max)> Latency = new("--latency")
    {
        Description = "Simulated seconds that a video takes, MIN..MAX.",
        HelpName = "MIN..MAX",
        CustomParser = ParseLatency,
        DefaultValueFactory = _ => (Defaults.LatencySecondsMin, Defaults.LatencySecondsMax),
    };

    private static readonly Option<double> TrapChance = Share(
        "--trap-chance", "Probability that a trap in a prompt shows up in its clip.", Defaults.TrapChance, 0, 1);

    private static readonly Option<double> WeaknessChance = Share(
        "--weakness-chance", "Probability of each defect that nobody asked for, in a clip without traps.", Defaults.WeaknessChance, 0, 1);

    /// <summary>Parses the flags and runs.</summary>
    /// <returns>The exit code: 0 when it ended as asked, 1 when it could not start.</returns>
    public static Task<int> RunAsync(string[] arguments, Func<SimulatorOptions, Task<int>> run)
    {
        var command = new RootCommand("Imitates paid media providers over HTTP on this machine: http://127.0.0.1:PORT/xai and /fal. Costs nothing.")
        {
            Port, Seed, TimeScale, Faults, Journal, ParentPid, RateLimit, FalConcurrency, Clips, Latency, TrapChance, WeaknessChance,
        };
        command.SetAction((parsed, _) => run(Read(parsed)));
        return command.Parse(arguments).InvokeAsync(new InvocationConfiguration
        {
            // Signals are the host's business, which ends what is in flight in good order.
            ProcessTerminationTimeout = null,
        });
    }

    private static SimulatorOptions Read(ParseResult parsed) => new()
    {
        Port = parsed.GetValue(Port),
        Seed = parsed.GetValue(Seed),
        TimeScale = parsed.GetValue(TimeScale),
        Faults = parsed.GetValue(Faults)!,
        JournalPath = parsed.GetValue(Journal),
        ParentProcessId = parsed.GetValue(ParentPid),
        RateLimitPerSecond = parsed.GetValue(RateLimit),
        FalConcurrency = parsed.GetValue(FalConcurrency),
        Clips = parsed.GetValue(Clips),
        LatencySecondsMin = parsed.GetValue(Latency).Min,
        LatencySecondsMax = parsed.GetValue(Latency).Max,
        TrapChance = parsed.GetValue(TrapChance),
        WeaknessChance = parsed.GetValue(WeaknessChance),
    };

    private static Option<int> Number(string name, string description, int value, int low, int high) =>
        InRange(new Option<int>(name) { Description = description, DefaultValueFactory = _ => value }, low, high);

    private static Option<double> Share(string name, string description, double value, double low, double high) =>
        InRange(new Option<double>(name) { Description = description, DefaultValueFactory = _ => value }, low, high);

    private static Option<T> InRange<T>(Option<T> option, T low, T high)
        where T : IComparable<T>
    {
        option.Validators.Add(result =>
        {
            // A value that could not be read has an error of its own.
            if (result.Errors.Any()) return;
            if (result.GetValueOrDefault<T>() is { } value && (value.CompareTo(low) < 0 || value.CompareTo(high) > 0))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be from {low} to {high}; it is {value}."));
            }
        });
        return option;
    }

    private static (double Min, double Max) ParseLatency(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        var ends = text.Split("..");
        if (ends.Length == 2
            && double.TryParse(ends[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var min)
            && double.TryParse(ends[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var max)
            && min >= 0 && min <= max && max <= 86_400)
        {
            return (min, max);
        }

        result.AddError($"--latency must be MIN..MAX in seconds, for example 120..300; it is {text}.");
        return default;
    }
}
