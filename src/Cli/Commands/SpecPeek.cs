using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>Looks into a spec for what has to be known before a host can be opened. Reading it whole also refuses a bad one first.</summary>
internal static class SpecPeek
{
    public static Task<VideoBatchSpec> ReadAsync(string specPath, CancellationToken cancellationToken) =>
        VideoBatchSpecReader.ReadFileAsync(specPath, cancellationToken);
}
