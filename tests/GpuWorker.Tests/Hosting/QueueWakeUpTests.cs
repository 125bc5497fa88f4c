using Azure;
using Azure.Identity;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using FunctionsPipeline.Analysis;
using FunctionsPipeline.Contracts;
using FunctionsPipeline.GpuWorker.Hosting;
using FunctionsPipeline.Media;
using FunctionsPipeline.Pipelines.FrameJobs;
using FunctionsPipeline.State.Blobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsPipeline.GpuWorker.Tests.Hosting;

/// <summary>A message wakes; a queue that cannot be read keeps nobody from work.</summary>
public sealed class QueueWakeUpTests : IDisposable
{
    // A turn in which there is no token.
    private static readonly string[] NoToken = ["no token"];
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_message_is_taken_out_of_the_queue_and_an_error_is_waited_out()
    {
        using var stop = new CancellationTokenSource();
        var queue = new ScriptedQueue(stop, [["one", "two"], null, NoToken, []]);
        var wakeUp = new QueueWakeUp(queue, await WorkerAsync(), _clock, NullLogger.Instance);

        var running = wakeUp.RunAsync(stop.Token);
        while (!running.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await running;
        queue.Deleted.ShouldBe(["one", "two"]);
        queue.Asked.ShouldBe(4);
    }

    private async Task<FrameJobWorker> WorkerAsync()
    {
        var blobs = new FolderBlobStore(_folder.Path, _clock);
        var ffmpeg = await FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None);
        return new FrameJobWorker(
            new FrameJobStore(blobs), blobs, new ClipAnalyzer(ffmpeg, new DevicePool([new CpuDevice()]), _clock),
            new FrameJobWorkerOptions { Name = "worker-1", Parallelism = 1 }, (_, _) => Task.CompletedTask, _clock, NullLogger<FrameJobWorker>.Instance);
    }

    /// <summary>Gives messages turn by turn, an error where there are none to give, and stops the test at the last turn.</summary>
    private sealed class ScriptedQueue(CancellationTokenSource stop, IReadOnlyList<string[]?> turns) : QueueClient
    {
        public int Asked { get; private set; }

        public List<string> Deleted { get; } = [];

        public override Task<Response<QueueMessage[]>> ReceiveMessagesAsync(int? maxMessages, TimeSpan? visibilityTimeout, CancellationToken cancellationToken)
        {
            var turn = turns[Asked++];
            if (Asked == turns.Count) stop.Cancel();
            if (turn is null) throw new RequestFailedException(503, "busy");
            if (ReferenceEquals(turn, NoToken)) throw new AuthenticationFailedException("no token");
            var messages = turn.Select(id => QueuesModelFactory.QueueMessage(id, "receipt", "a job was put", 1)).ToArray();
            return Task.FromResult(Response.FromValue(messages, null!));
        }

        public override Task<Response> DeleteMessageAsync(string messageId, string popReceipt, CancellationToken cancellationToken)
        {
            Deleted.Add(messageId);
            return Task.FromResult<Response>(null!);
        }
    }
}
