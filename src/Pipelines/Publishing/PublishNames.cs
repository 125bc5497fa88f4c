using System.Globalization;
using FunctionsPipeline.Durable;
using FunctionsPipeline.State;

namespace FunctionsPipeline.Pipelines.Publishing;

/// <summary>The names under which publications run, in every pipeline. Histories hold them: a name is for ever.</summary>
public static class PublishNames
{
    /// <summary>Event that wakes a publication after a person has said yes or no. What was said is in the store.</summary>
    public const string DecidedEvent = "publish-decided";

    /// <summary>One publication, from its order to its end.</summary>
    public static readonly OrchestratorReference<PublishInput, PublishEnd> Publish = new("Publish");

    /// <summary>Goes on with a publication as far as it goes now.</summary>
    public static readonly ActivityReference<PublishInput, PublishAnswer> Advance = new("Publish.Advance");

    /// <summary>Id of the instance that an item of a run starts.</summary>
    public static string InstanceId(string runId, int round, string itemId, string target) =>
        string.Create(CultureInfo.InvariantCulture, $"{runId}:{round}:publish:{itemId}:{target}");

    /// <summary>What the ids of the instances of a round start with.</summary>
    public static string InstanceIdPrefix(RunId runId, int round) => string.Create(CultureInfo.InvariantCulture, $"{runId}:{round}:publish:");

    /// <summary>What the ids of the instances start with that a person starts, after the run.</summary>
    public static string LaterInstanceIdPrefix(RunId runId) => $"{runId}:publish:";

    /// <summary>Id of an instance that a person starts.</summary>
    /// <param name="input">The publication.</param>
    /// <param name="at">When the person said so: the same word starts it once.</param>
    public static string LaterInstanceId(PublishInput input, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{input.RunId}:publish:{input.ItemId}:{input.Target}:{at.ToUnixTimeMilliseconds()}");
}
