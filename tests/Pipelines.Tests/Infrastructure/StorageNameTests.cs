namespace FunctionsPipeline.Pipelines.Tests.Infrastructure;

/// <summary>Tables, containers, queues and functions are called in infra/ what the code calls them.</summary>
public sealed class StorageNameTests
{
    private static readonly string Storage = InfrastructureFiles.Modules["infra/storage.bicep"];
    private static readonly string Worker = InfrastructureFiles.Modules["infra/gpu-worker.bicep"];
    private static readonly string Main = InfrastructureFiles.Modules["infra/main.bicep"];

    private static readonly IReadOnlyList<string> Tables = InfrastructureFiles.Find(
        InfrastructureFiles.Sources("State") + InfrastructureFiles.Sources("Pipelines"), "const string \\w*Table = \"(\\w+)\"");

    [Fact]
    public void Tables_are_those_of_the_code() => InfrastructureFiles.ListOf(Storage, "var tables").ShouldBe(Tables, ignoreOrder: true);

    [Fact]
    public void The_page_of_the_stores_tells_every_table_and_container()
    {
        var page = InfrastructureFiles.Read("docs/azure-storage.md");

        Tables.Concat(InfrastructureFiles.ListOf(Storage, "var workerContainers")).Concat(InfrastructureFiles.ListOf(Storage, "var containers"))
            .Where(name => !page.Contains($"\n| `{name}` | ", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Containers_are_those_of_the_code()
    {
        // A path begins with its container: a constant that ends with a slash, or a string that goes on with a value.
        var ofTheCode = new[] { "Pipelines/FrameJobs", "Pipelines/Episode", "Api/Schedules", "FunctionApp" }
            .SelectMany(folder => InfrastructureFiles.Find(InfrastructureFiles.Sources(folder), "(?:= |\\$)\"([a-z][a-z-]+)/(?:[a-z_]+/)?(?:\\{|\"[;,])"));
        var workers = InfrastructureFiles.ListOf(Storage, "var workerContainers");

        workers.Concat(InfrastructureFiles.ListOf(Storage, "var containers")).ShouldBe(ofTheCode.Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void The_worker_may_write_where_jobs_results_and_clips_lie_and_nowhere_else() =>
        InfrastructureFiles.ListOf(Storage, "var workerContainers").ShouldBe(["frame-jobs", "frame-results", "runs"]);

    [Fact]
    public void Only_jobs_and_results_grow_old() =>
        InfrastructureFiles.ListOf(Storage, "prefixMatch").ShouldBe(["frame-jobs/", "frame-results/"]);

    [Fact]
    public void Storage_events_and_worker_speak_of_the_same_queue()
    {
        InfrastructureFiles.Find(Main, "wakeQueueName: (\\w+)").ShouldBe(["wakeQueueName"]);
        InfrastructureFiles.Find(Main, "var wakeQueueName = '([a-z0-9-]{3,63})'").ShouldHaveSingleItem();
        InfrastructureFiles.Find(Storage, "queueServices/queues@[^{]*\\{[^}]*name: (\\w+)").ShouldBe(["wakeQueueName"]);
        InfrastructureFiles.Find(InfrastructureFiles.Modules["infra/events.bicep"], "queueName: (\\w+)").ShouldBe(["wakeQueueName"]);
        InfrastructureFiles.Find(Worker, "queueName: (\\w+)").ShouldBe(["wakeQueueName"]);
        InfrastructureFiles.Find(Worker, "FP_WAKE_QUEUE_NAME', value: (\\w+)").ShouldBe(["wakeQueueName"]);
    }

    [Fact]
    public void What_starts_the_worker_are_jobs_and_not_claims()
    {
        var code = InfrastructureFiles.Read("src/Pipelines/FrameJobs/FrameJobStore.cs");
        var ending = InfrastructureFiles.Find(code, "JobEnding = \"([^\"]+)\"").ShouldHaveSingleItem();

        InfrastructureFiles.Find(code, "const string Jobs = \"([^\"/]+)/\"").ShouldBe(InfrastructureFiles.Find(Worker, "blobContainerName: '([^']+)'"));
        InfrastructureFiles.Find(Worker, "globPattern: '([^']+)'").ShouldBe([$"*/*{ending}"]);
        InfrastructureFiles.Find(InfrastructureFiles.Modules["infra/events.bicep"], "subjectEndsWith: '([^']+)'").ShouldBe([ending]);
        InfrastructureFiles.Find(InfrastructureFiles.Modules["infra/events.bicep"], "containers/([^/']+)/'").ShouldBe(["frame-jobs"]);
    }

    [Fact]
    public void Results_are_told_to_the_function_that_waits_for_them()
    {
        var events = InfrastructureFiles.Modules["infra/frame-result-events.bicep"];
        var code = InfrastructureFiles.Read("src/FunctionApp/Functions/FrameResultFunctions.cs");

        InfrastructureFiles.Find(events, "Host\\.Functions\\.(\\w+)").ShouldBe(InfrastructureFiles.Find(code, "Function\\(\"(\\w+)\"\\)\\]\\s+public Task Ready"));
        InfrastructureFiles.Find(events, "containers/([^/']+)/'").ShouldBe(InfrastructureFiles.Find(code, "Results = \"([^/\"]+)/"));
    }

    [Fact]
    public void Alerts_ask_for_functions_that_there_are()
    {
        var asked = InfrastructureFiles.Find(InfrastructureFiles.Modules["infra/alerts.bicep"], "\"(\\w+)\"");

        asked.Count.ShouldBe(2);
        asked.ShouldBeSubsetOf(InfrastructureFiles.Find(InfrastructureFiles.Sources("FunctionApp/Functions"), "Function\\(\"(\\w+)\""));
    }
}
