using DurableTask.Core;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrchestrationStatus = Microsoft.DurableTask.Protobuf.OrchestrationStatus;

namespace FunctionsPipeline.Edge.Tests.DurableTask;

/// <summary>
/// The server in front of the back end in memory. An instance that continues as new sends itself the events that it did not ask for; Azure
/// Storage delivers them, this back end drops whatever is sent in that turn. So they go the way that it has for events which come later.
/// </summary>
internal sealed class CarryingServer(
    IHostApplicationLifetime lifetime,
    ILoggerFactory loggers,
    IOrchestrationService service,
    IOrchestrationServiceClient client,
    IOptions<TaskHubGrpcServerOptions> options) : TaskHubGrpcServer(lifetime, loggers, service, client, options)
{
    public override Task<CompleteTaskResponse> CompleteOrchestratorTask(OrchestratorResponse request, ServerCallContext context)
    {
        var end = request.Actions.Select(action => action.CompleteOrchestration)
            .SingleOrDefault(complete => complete?.OrchestrationStatus == OrchestrationStatus.ContinuedAsNew);
        if (end is not null)
        {
            var sent = request.Actions.Where(action => action.SendEvent?.Instance.InstanceId == request.InstanceId).Select(action => action.SendEvent);
            foreach (var (position, send) in sent.Index().ToList()) end.CarryoverEvents.Insert(position, Raised(send));
        }

        return base.CompleteOrchestratorTask(request, context);
    }

    private static HistoryEvent Raised(SendEventAction send) => new()
    {
        EventId = -1,
        Timestamp = new Timestamp(),
        EventRaised = new EventRaisedEvent { Name = send.Name, Input = send.Data },
    };
}
