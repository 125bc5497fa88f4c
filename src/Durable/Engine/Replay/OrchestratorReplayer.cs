using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.Durable.Engine;

/// <summary>Replays frozen histories, so that a test notices when an orchestrator no longer fits the runs that are under way at users.</summary>
public static class OrchestratorReplayer
{
    /// <summary>Repeats a history and returns the status it leads to; a history that has not ended gives <see cref="OrchestrationStatus.Running"/>.</summary>
    /// <param name="registration">The orchestrator as it is today.</param>
    /// <param name="historyJson">What <see cref="HistoryJson.Write"/> wrote when it was as it was.</param>
    /// <exception cref="NonDeterminismException">The code asks for something else than history holds.</exception>
    public static OrchestrationStatus Replay(OrchestratorRegistration registration, string historyJson)
    {
        var history = HistoryJson.Read(historyJson);
        var engine = new ReplayEngine(
            registration,
            new InstanceIdentity(history.InstanceId, history.Name, history.ParentInstanceId),
            registry: null,
            NullLoggerFactory.Instance);
        engine.Replay(history.Events);
        return engine.Outcome?.Status ?? OrchestrationStatus.Running;
    }
}
