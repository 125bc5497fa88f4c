using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace FunctionsPipeline.Simulator;

/// <summary>The flags.</summary>
internal static class CommandLine
{
    private static readonly SimulatorOptions Defaults = new();

    private static readonly Option<int> Port = Number("--port", "Port on 127.0.0.1; 0 takes a free one.", Defaults.Port, 0, 65535);
    private static readonly Option<int> Seed = Number("--seed", "All that is left to chance follows from it.", Defaults.Seed, int.MinValue, int.MaxValue);
    private static readonly Option<double> TimeScale = Number(
        "--time-scale", "Real seconds per simulated second; 0.001 turns 120 s into 120 ms, 0 takes no time.", Defaults.TimeScale, 0, 1000);

    private static readonly Option<SecondsRange> Latency = Parsed(
        "--latency", "MIN..MAX", "Simulated seconds that a video takes.", Defaults.Latency, SecondsRange.TryParse, "MIN..MAX in seconds, for example 120..300");

    private static readonly Option<string> Faults = new("--faults")
    {
        Description = "What goes wrong: none, mixed (a bit of everything), or a fault file.",
        HelpName = "FILE|none|mixed",
        DefaultValueFactory = _ => Defaults.Faults,
    };

    private static readonly Option<string?> Journal = new("--journal")
    {
        Description = "File by which a restarted simulator knows what it has accepted.",
        HelpName = "FILE",
    };

    private static readonly Option<int?> ParentPid = Parsed<int?>(
        "--parent-pid", "N", "End when this process has ended.", Defaults.ParentProcessId, TryParseProcessId, "the number of a process");

    private static readonly Option<int> RateLimit = Number(
        "--rate-limit", "Submits per second, per provider and key; 0 is unlimited.", Defaults.RateLimitPerSecond, 0, 1_000_000);

    private static readonly Option<int> FalConcurrency = Number(
        "--fal-concurrency", "Requests in progress at fal, per key; 0 is unlimited.", Defaults.FalConcurrency, 0, 1_000_000);

    private static readonly Option<int> ElevenLabsConcurrency = Number(
        "--elevenlabs-concurrency", "Texts that ElevenLabs speaks at once, per key; 0 is unlimited.", Defaults.ElevenLabsConcurrency, 0, 1_000_000);

    private static readonly Option<double> ListingDelay = Number(
        "--listing-delay", "Real seconds until a provider's list of requests shows a call.", Defaults.ListingDelay.TotalSeconds, 0, 86_400);

    private static readonly Option<ClipMode> Clips = Parsed(
        "--clips", "full|canned", "full: each request has its own clip; canned: a few tiny clips serve all.", Defaults.Clips, TryParseClips, "full or canned");

    private static readonly Option<double> TrapChance = Number(
        "--trap-chance", "Probability that a trap in a prompt shows up in its clip.", Defaults.TrapChance, 0, 1);

    private static readonly Option<double> WeaknessChance = Number(
        "--weakness-chance", "Probability of each defect that nobody asked for, in a clip without traps.", Defaults.WeaknessChance, 0, 1);

    private delegate bool TryParse<T>(string text, out T value);

    /// <summary>Parses the flags and runs.</summary>
    /// <returns>The exit code: that of the run, or 1 when the flags are wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments, Func<SimulatorOptions, Task<int>> run)
    {
        var command = new RootCommand("Imitates paid media providers over HTTP on this machine, below http://127.0.0.1:PORT/: xai, fal, gemini, huggingface, comfyui, x, youtube, openai, elevenlabs, did, heygen. Costs nothing.")
        {
            Port, Seed, TimeScale, Latency, Faults, Journal, ParentPid, RateLimit, FalConcurrency, ElevenLabsConcurrency, ListingDelay, Clips, TrapChance, WeaknessChance,
        };
        var parsed = command.Parse(arguments);
        if (parsed.Errors.Count == 0 && parsed.Action is null) return await run(Read(parsed));
        if (parsed.Errors.Count == 0) return await parsed.InvokeAsync();

        // Nothing but the line that tells the address may appear on standard output.
        foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
        await Console.Error.WriteLineAsync("See --help.");
        return 1;
    }

    private static SimulatorOptions Read(ParseResult parsed) => new()
    {
        Port = parsed.GetValue(Port),
        Seed = parsed.GetValue(Seed),
        TimeScale = parsed.GetValue(TimeScale),
        Latency = parsed.GetValue(Latency),
        Faults = parsed.GetValue(Faults)!,
        JournalPath = parsed.GetValue(Journal),
        ParentProcessId = parsed.GetValue(ParentPid),
        RateLimitPerSecond = parsed.GetValue(RateLimit),
        FalConcurrency = parsed.GetValue(FalConcurrency),
        ElevenLabsConcurrency = parsed.GetValue(ElevenLabsConcurrency),
        ListingDelay = TimeSpan.FromSeconds(parsed.GetValue(ListingDelay)),
        Clips = parsed.GetValue(Clips),
        TrapChance = parsed.GetValue(TrapChance),
        WeaknessChance = parsed.GetValue(WeaknessChance),
    };

    private static Option<T> Number<T>(string name, string description, T value, T low, T high)
        where T : struct, INumber<T>
    {
        bool TryRead(string text, out T number) => T.TryParse(text, CultureInfo.InvariantCulture, out number) && number >= low && number <= high;
        var kind = typeof(T) == typeof(int) ? "a whole number" : "a number";
        return Parsed<T>(name, "N", description, value, TryRead, string.Create(CultureInfo.InvariantCulture, $"{kind} from {low} to {high}"));
    }

    private static Option<T> Parsed<T>(string name, string form, string description, T value, TryParse<T> parse, string expected) => new(name)
    {
        Description = description,
        HelpName = form,
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (parse(text, out var read)) return read;
            result.AddError($"{name} must be {expected}; it is '{text}'.");
            return value;
        },
    };

    private static bool TryParseProcessId(string text, out int? processId)
    {
        processId = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
        return processId is not null;
    }

    private static bool TryParseClips(string text, out ClipMode mode)
    {
        mode = text == "canned" ? ClipMode.Canned : ClipMode.Full;
        return text is "full" or "canned";
    }
}
