using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.Pipelines.VideoBatch.Input;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>What a host has to know of a specification before it can open providers.</summary>
/// <param name="Pipeline">The pipeline that it is for.</param>
/// <param name="Provider">The one provider that it names; null for a pipeline that chooses among all that there is access to.</param>
/// <param name="Seed">Seed of the run's draws.</param>
public sealed record SpecHeader(string Pipeline, string? Provider, int Seed)
{
    /// <summary>Looks into a specification.</summary>
    /// <exception cref="InputException">It is for no pipeline there is, or is so wrong that it cannot be told.</exception>
    public static async Task<SpecHeader> ReadAsync(SpecSource source, CancellationToken cancellationToken)
    {
        var document = await SpecDocument.ReadAsync(source, "the field pipeline", cancellationToken);
        var name = Find(document.Root, "pipeline");
        if (name is null or { Value: VideoBatchNames.Pipeline })
        {
            // It names its provider, and reading it whole refuses a bad one before anything is opened.
            var batch = await VideoBatchSpecReader.ReadAsync(source, cancellationToken);
            return new SpecHeader(VideoBatchNames.Pipeline, batch.Provider, batch.Seed);
        }

        if (!PipelineCatalog.Readers.ContainsKey(name.Value))
        {
            var closest = Suggestion.Closest(name.Value, PipelineCatalog.Readers.Keys);
            document.Problems.Add(
                name.Line, name.Column, "pipeline", closest is null ? "there is no such pipeline" : $"there is no such pipeline; did you mean '{closest}'?", name.Description, string.Join(", ", PipelineCatalog.Readers.Keys));
            document.Problems.ThrowIfAny();
        }

        return new SpecHeader(name.Value, null, Find(document.Root, "seed") is { Kind: DocumentKind.Number } seed && int.TryParse(seed.Value, out var value) ? value : 1);
    }

    /// <summary>True when a file holds a specification, and not a bare list of entries.</summary>
    public static async Task<bool> IsSpecAsync(string path, CancellationToken cancellationToken)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is not (".yaml" or ".yml" or ".json")) return false;
        try
        {
            return Find((await SpecDocument.ReadAsync(new SpecSource.OfFile(path), "the field pipeline", cancellationToken)).Root, "pipeline") is not null;
        }
        catch (InputException)
        {
            // Whoever reads it as what it was meant to be says in better words what is wrong with it.
            return false;
        }
    }

    private static DocumentNode? Find(DocumentNode root, string name) => root.Members.FirstOrDefault(member => member.Name == name)?.Value;
}
