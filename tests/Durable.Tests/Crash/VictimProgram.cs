using FunctionsPipeline.Durable.Engine;

namespace FunctionsPipeline.Durable.Tests.Crash;

/// <summary>A process of its own that runs a batch on a home folder, made to be killed. Each call of an activity leaves a line in <c>calls.log</c>.</summary>
internal static class VictimProgram
{
    public const string CallsFile = "calls.log";
    public const int Chunks = 8;
    public const int ItemsPerChunk = 60;

    private static readonly OrchestratorReference<int, int> s_batch = new("Batch");
    private static readonly OrchestratorReference<int, int> s_chunk = new("Chunk");
    private static readonly ActivityReference<int, int> s_work = new("Work");

    /// <summary>Runs or resumes the batch on the home given first, with calls as long as given second, ms; prints a line per call, and the output at the end.</summary>
    public static async Task Main(string[] args)
    {
        var home = args[0];
        var callTime = TimeSpan.FromMilliseconds(int.Parse(args[1]));
        await using var calls = new FileStream(Path.Combine(home, CallsFile), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        var registry = new OrchestrationRegistry()
            .AddActivity(s_work, async (context, n, cancellationToken) =>
            {
                var line = $"{context.InstanceId} {context.Step}";
                lock (calls)
                {
                    calls.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
                    calls.Flush();
                    Console.WriteLine(line);
                }

                await Task.Delay(callTime, TimeProvider.System, cancellationToken);
                return n;
            })
            .Orchestrator(s_batch, async (context, chunks) =>
                (await Task.WhenAll(Enumerable.Range(0, chunks).Select(chunk => context.CallSubOrchestratorAsync(s_chunk, chunk)))).Sum())
            .Orchestrator(s_chunk, async (context, chunk) =>
            {
                var sum = 0;
                foreach (var pair in Enumerable.Range(0, ItemsPerChunk).Chunk(5))
                {
                    sum += (await Task.WhenAll(pair.Select(item => context.CallActivityAsync(s_work, (chunk * ItemsPerChunk) + item)))).Sum();
                    await context.CreateTimer(TimeSpan.FromMilliseconds(5));
                }

                return sum;
            });
        await using var engine = EmbeddedEngine.Open(new EngineOptions { Home = home, ActivityConcurrencyMax = 8 }, registry);
        await engine.StartAsync();
        await engine.ScheduleAsync(s_batch, Chunks, "batch", CancellationToken.None);
        var state = await engine.WaitForCompletionAsync("batch", CancellationToken.None);
        Console.WriteLine($"{state.Status} {state.Output}");
    }
}
