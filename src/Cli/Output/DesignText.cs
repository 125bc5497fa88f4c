using System.Globalization;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Pipelines.Forecasting;
using FunctionsPipeline.Pipelines.VideoBatch.Attribution;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Cli.Output;

/// <summary>A design for people and for programs.</summary>
internal static class DesignText
{
    public static void Print(Terminal terminal, BatchDesign design, ProviderProfile profile)
    {
        var question = design.Question;
        terminal.Line($"To tell {Percent(question.Baseline)} of clips with a defect from {Percent(question.Baseline + question.Detect)}, with {Percent(question.Power)} power, for {Count(question.Traps.Count, "trap")}:");
        terminal.Line("");
        terminal.Line($"  {"layout",-15} {"certainty",-15} {"per arm",8} {"clips",8}  {"cost",12}  {"up to",12}  {"rounds",6}");
        PrintRows(terminal, "factorial", design.Factorial, design.Tests);
        PrintRows(terminal, "one at a time", design.OneAtATime, design.Tests);
        terminal.Line("");
        PrintAdvice(terminal, design);
        foreach (var pair in design.Pairs) terminal.Line(PairLine(pair));
        if (profile.RefusedShare > 0) terminal.Line($"Clips that are refused or cannot be measured do not count; about {Percent(profile.RefusedShare)} are refused, so plan some more.");
        terminal.Line($"Prices and refusals are made from: {profile.Source}");
    }

    public static object AsObject(BatchDesign design) => new
    {
        detect = design.Question.Detect,
        baseline = design.Question.Baseline,
        power = design.Question.Power,
        level = SampleSize.Level,
        traps = design.Question.Traps,
        tests = design.Tests,
        prompts = design.Prompts,
        factorial = design.Factorial,
        oneAtATime = design.OneAtATime,
        pairs = design.Pairs,
    };

    private static void PrintRows(Terminal terminal, string name, DesignLayout? layout, int tests)
    {
        if (layout is null)
        {
            terminal.Line($"  {name,-15} not possible: it takes 1 to {FactorialDesign.FactorsMax} single traps");
            return;
        }

        PrintRow(terminal, name, "one test", layout.Single);
        if (tests > 1) PrintRow(terminal, "", $"Holm, {Count(tests, "test")}", layout.Strictest);
    }

    private static void PrintRow(Terminal terminal, string name, string certainty, DesignSize size) => terminal.Line(
        $"  {name,-15} {certainty,-15} {Number(size.PerArm),8} {Number(size.Clips),8}  {UsdTicks.Format(size.TicksP50),12}  {UsdTicks.Format(size.TicksP95),12}  {Number(size.Rounds),6}");

    private static void PrintAdvice(Terminal terminal, BatchDesign design)
    {
        terminal.Line($"A round is every variant of a prompt once. Holm's row keeps false findings among all {design.Tests} tests together below 5%.");
        if (design.Factorial is not { } factorial) return;

        var strictest = factorial.Strictest;
        if (strictest.Clips != strictest.ClipsNeeded) terminal.Line($"The factorial design needs {Number(strictest.ClipsNeeded)} clips; {Number(strictest.Clips)} are whole rounds of its {factorial.Variants} variants.");
        terminal.Line($"In the spec: 'variants: factorial', and prompts times 'repeat' of at least {Number(strictest.Rounds)}: with {Count(design.Prompts, "prompt")} 'repeat: {Number(strictest.Repeat)}'. More prompts instead of repeats tell more about the model.");
    }

    private static string PairLine(DesignPair pair)
    {
        var aliases = pair.Aliases.Count == 0 ? "" : $" It cannot be told from the joint effect of {string.Join(" or ", pair.Aliases)}.";
        return $"Pair {pair.Pair}: the same clips find a joint effect of {Percent(pair.SmallestJointEffect)} beyond the sum of both; the same rise takes four times the clips.{aliases}";
    }

    private static string Percent(double share) => share.ToString("0.##%", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{Number(count)} {noun}s";
}
