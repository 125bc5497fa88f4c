using FunctionsPipeline.Pipelines.Input;
using System.Globalization;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.VideoBatch;

/// <summary>Fields of the spec that the command line gives: checked by the same rules as in the file.</summary>
internal static class SpecOverrides
{
    public static VideoBatchSpec Apply(VideoBatchSpec spec, IReadOnlyDictionary<string, string> values)
    {
        var problems = new InputProblems("command line");
        spec = spec with
        {
            BudgetUsd = ReadOrNull(VideoBatchFields.BudgetUsd, values, problems) ?? spec.BudgetUsd,
            Concurrency = ReadOrNull(VideoBatchFields.Concurrency, values, problems) ?? spec.Concurrency,
            Jitter = ReadOrNull(VideoBatchFields.Jitter, values, problems) ?? spec.Jitter,
            Repeat = ReadOrNull(VideoBatchFields.Repeat, values, problems) ?? spec.Repeat,
            Seed = ReadOrNull(VideoBatchFields.Seed, values, problems) ?? spec.Seed,
            RequestsPerMinute = ReadOrNull(VideoBatchFields.RequestsPerMinute, values, problems) ?? spec.RequestsPerMinute,
        };
        problems.ThrowIfAny();
        return spec;
    }

    private static T? ReadOrNull<T>(InputField<T> field, IReadOnlyDictionary<string, string> values, InputProblems problems)
        where T : struct
    {
        if (!values.TryGetValue(field.Name, out var text)) return null;

        var kind = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? DocumentKind.Number : DocumentKind.Text;
        if (field.TryRead(new DocumentNode(kind, text, 1, 1), out var value)) return value;

        problems.Add(null, null, field.Name, "the value is not allowed", $"'{DocumentNode.Shorten(text)}'", field.Allowed);
        return null;
    }
}
