using FunctionsPipeline.Durable;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>Adds what publications run on, once for all pipelines.</summary>
internal static class PublishRegistration
{
    /// <summary>Adds it.</summary>
    public static void Add(OrchestrationRegistry registry, PipelineServices services)
    {
        var activities = new PublishActivities(services);
        registry
            .AddOrchestrator(PublishNames.Publish, () => new PublishOrchestrator())
            .AddActivity(PublishNames.Advance, activities.AdvanceAsync);
    }
}
