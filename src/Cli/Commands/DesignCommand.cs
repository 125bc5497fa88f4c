using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines;
using FunctionsPipeline.Pipelines.Forecasting;
using FunctionsPipeline.Pipelines.VideoBatch.Attribution;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>design [SPEC]</c>: how many clips, and how many dollars, it takes to find what a person wants to find. Pays nothing.</summary>
internal static class DesignCommand
{
    // Stands in when no spec is given: one prompt and every default.
    private const string DefaultSpec = "pipeline: video-batch\nprompts: [\"A ball rolls across a table.\"]\n";

    private static readonly Argument<string?> Spec = new("spec")
    {
        Description = "The spec file, for its traps, prompts and price; the six traps and the default provider when left out.", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<double> Detect = Share("--detect", "Rise of the share of clips with a defect that must be found, such as 10pp (points).", 0.1);
    private static readonly Option<double> Baseline = Share("--baseline", "Share of clips with the defect without traps, such as 10%.", 0.1);
    private static readonly Option<double> Power = Share("--power", "Chance to find the rise, such as 80%.", 0.8);
    private static readonly Option<string[]> Pairs = new("--pairs") { Description = "A pair of traps whose joint effect matters too, such as zero-gravity+texture-bleeding; may be given several times.", HelpName = "A+B" };

    public static Command Create()
    {
        var command = new Command("design", "Tells how many clips and dollars it takes to find out which traps cause which defects.") { Spec, Detect, Baseline, Power, Pairs };
        return command.Runs(DesignAsync);
    }

    private static async Task<int> DesignAsync(CommandEnvironment environment, CancellationToken cancellationToken)
    {
        var arguments = environment.Arguments;
        if (arguments.GetValue(Spec) is { } path) return await DesignAsync(environment, path, cancellationToken);

        var scratch = Path.Combine(Path.GetTempPath(), $"design-{Path.GetRandomFileName()}.yaml");
        try
        {
            await File.WriteAllTextAsync(scratch, DefaultSpec, cancellationToken);
            return await DesignAsync(environment, scratch, cancellationToken);
        }
        finally
        {
            File.Delete(scratch);
        }
    }

    private static async Task<int> DesignAsync(CommandEnvironment environment, string specPath, CancellationToken cancellationToken)
    {
        var spec = await VideoBatchSpecReader.ReadFileAsync(specPath, cancellationToken);
        var question = Question(environment.Arguments, spec);
        var (prompts, forecast) = await ForecastAsync(environment, spec, specPath, cancellationToken);
        BatchDesign design;
        try
        {
            design = BatchDesign.Of(question, prompts, forecast);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // The first line is the reason; the runtime appends the parameter.
            throw new CommandException("invalid_option", exception.Message.Split('\n', '(')[0].Trim());
        }

        if (environment.Terminal.IsJson) environment.Terminal.Json(DesignText.AsObject(design));
        else DesignText.Print(environment.Terminal, design, forecast.Profile);
        return ExitCodes.Ok;
    }

    /// <summary>The price comes by the same way as that of <c>plan</c>.</summary>
    private static async Task<(int Prompts, ForecastInput Forecast)> ForecastAsync(
        CommandEnvironment environment, VideoBatchSpec spec, string specPath, CancellationToken cancellationToken)
    {
        using var loggers = environment.OpenLog(HomeFolder.OpenForWriting(environment.Home));
        var view = environment.ForHosting(loggers);
        await using var connection = ProviderConnection.WithoutCalls(spec.Provider, view);
        await using var stores = HomeStores.OpenForRunning(view.Home, view.Clock, loggers);
        using var clients = await PipelineClients.CreateAsync(view, stores, connection, cancellationToken);
        using var prepared = await new PipelineCatalog(clients.Services)["video-batch"].PrepareAsync(
            environment.Request(new SpecSource.OfFile(specPath), new Dictionary<string, string>(), null, connection), cancellationToken);
        return (prepared.Total / (VariantRecipe.AllOf(spec).Count * spec.Repeat), prepared.ForecastInput);
    }

    private static DesignQuestion Question(ParseResult arguments, VideoBatchSpec spec)
    {
        var (detect, baseline, power) = (arguments.GetValue(Detect), arguments.GetValue(Baseline), arguments.GetValue(Power));
        if (detect <= 0) throw new CommandException("invalid_option", "--detect must be above 0.");
        if (baseline + detect > 1) throw new CommandException("invalid_option", $"--baseline and --detect together are {Percent(baseline + detect)}; no share is above 100%.");
        if (power is <= 0.05 or >= 1) throw new CommandException("invalid_option", $"--power is {Percent(power)}; allowed is above 5% and below 100%.");
        if (spec.Traps.Count == 0) throw new CommandException("invalid_option", "The spec lists no traps, so there is no effect to find.");

        var pairs = arguments.GetValue(Pairs) ?? [];
        if (pairs.Length > 0 && FactorialVariants.Refusal(spec.Traps) is { } refusal) throw new CommandException("invalid_option", $"--pairs needs a factorial design: {refusal}.");

        return new DesignQuestion(detect, baseline, power, spec.Traps, [.. pairs.Select(pair => Pair(pair, spec.Traps))]);
    }

    private static (string First, string Second) Pair(string text, IReadOnlyList<string> traps)
    {
        var parts = text.Split('+', StringSplitOptions.TrimEntries);
        if (parts.Length == 2 && parts[0] != parts[1] && parts.All(traps.Contains)) return (parts[0], parts[1]);
        throw new CommandException("invalid_option", $"--pairs is '{text}'; allowed are two different traps of the spec joined by +: {string.Join(", ", traps)}.");
    }

    private static string Percent(double share) => share.ToString("0.##%", CultureInfo.InvariantCulture);

    private static Option<double> Share(string name, string description, double otherwise) => new(name)
    {
        Description = description, HelpName = "SHARE", DefaultValueFactory = _ => otherwise, CustomParser = ParseShare,
    };

    /// <summary><c>10pp</c>, <c>10%</c> or <c>0.1</c>.</summary>
    private static double ParseShare(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        var unit = text.EndsWith("pp", StringComparison.Ordinal) ? 2 : text.EndsWith('%') ? 1 : 0;
        var isNumber = double.TryParse(text[..^unit], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        var share = unit == 0 ? number : number / 100;
        if (isNumber && share is >= 0 and <= 1) return share;

        argument.AddError($"{argument.Argument.Name} is '{text}'; allowed is a share such as 10%, 10pp or 0.1.");
        return 0;
    }
}
