using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.Comments;
using FunctionsPipeline.Pipelines.Comments.Reporting;
using FunctionsPipeline.Pipelines.Episode;
using FunctionsPipeline.Pipelines.Episode.Reporting;
using FunctionsPipeline.Pipelines.Images;
using FunctionsPipeline.Pipelines.Images.Reporting;
using FunctionsPipeline.Pipelines.PostSearch;
using FunctionsPipeline.Pipelines.PostSearch.Reporting;
using FunctionsPipeline.Pipelines.Publishing;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.VideoBatch;
using FunctionsPipeline.Pipelines.VideoBatch.Reporting;

namespace FunctionsPipeline.Pipelines;

/// <summary>
/// The front door: every pipeline there is, and the one registry of their orchestrators and activities. A new pipeline is a folder and a
/// line here.
/// </summary>
public sealed class PipelineCatalog
{
    private readonly Dictionary<string, IPipeline> _pipelines;

    /// <summary>Makes the catalog over a host's services.</summary>
    public PipelineCatalog(PipelineServices services)
    {
        IPipeline[] pipelines = [new VideoBatchPipeline(services), new PostSearchPipeline(services), new CommentsPipeline(services), new ImagesPipeline(services), new EpisodePipeline(services)];
        _pipelines = pipelines.ToDictionary(pipeline => pipeline.Name, StringComparer.Ordinal);
        foreach (var pipeline in pipelines) pipeline.Register(Registry);
        PublishRegistration.Add(Registry, services);
    }

    /// <summary>How the runs of each pipeline are read back, by its name.</summary>
    public static IReadOnlyDictionary<string, IRunReader> Readers { get; } = new Dictionary<string, IRunReader>(StringComparer.Ordinal)
    {
        [VideoBatchNames.Pipeline] = new VideoBatchReader(),
        [CommentsNames.Pipeline] = new CommentsReader(),
        [ImagesNames.Pipeline] = new ImagesReader(),
        [PostSearchNames.Pipeline] = new PostSearchReader(),
        [EpisodeNames.Pipeline] = new EpisodeReader(),
    };

    /// <summary>Every orchestrator and activity, for the host that runs them.</summary>
    public OrchestrationRegistry Registry { get; } = new();

    /// <summary>Names of all pipelines.</summary>
    public IEnumerable<string> Names => _pipelines.Keys;

    /// <summary>A pipeline by name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public IPipeline this[string name] => _pipelines.TryGetValue(name, out var pipeline)
        ? pipeline
        : throw new KeyNotFoundException($"There is no pipeline '{name}'; there is: {string.Join(", ", Names)}.");
}
