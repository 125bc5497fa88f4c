using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.ComfyUi;

public sealed class ComfyUiTests
{
    [Fact]
    public async Task An_order_has_no_history_until_it_is_done_and_then_has_files()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Slow);
        var id = await OrderAsync(simulator, Graph(count: 2));

        (await simulator.GetAsync($"comfyui/history/{id}")).GetRawText().ShouldBe("{}");
        (await simulator.GetAsync("comfyui/queue")).GetProperty("queue_running")[0][1].GetString().ShouldBe(id);
        simulator.Clock.Advance(TimeSpan.FromSeconds(20));

        var entry = (await simulator.GetAsync($"comfyui/api/history/{id}")).GetProperty(id);
        entry.GetProperty("status").Text("status_str").ShouldBe("success");
        var images = entry.GetProperty("outputs").GetProperty("7").GetProperty("images");
        images.GetArrayLength().ShouldBe(2);
        (await simulator.GetAsync("comfyui/queue")).GetProperty("queue_running").GetArrayLength().ShouldBe(0);
        var file = await simulator.Plain.GetByteArrayAsync($"comfyui/view?filename={images[1].Text("filename")}&subfolder=&type=output");
        (await Ffmpeg.DecodeRgbAsync(file)).Distinct().Count().ShouldBeGreaterThan(50);
        var call = (await simulator.ChargesAsync()).ShouldHaveSingleItem();
        call.Text("provider").ShouldBe("comfyui");
        call.Ticks().ShouldBe(0);
    }

    [Fact]
    public async Task An_equal_order_ends_at_once_and_lists_no_files()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        await OrderAsync(simulator, Graph());

        var cached = await OrderAsync(simulator, Graph());
        var other = await OrderAsync(simulator, Graph(seed: 2));

        (await EntryAsync(simulator, cached)).GetProperty("outputs").GetRawText().ShouldBe("{}");
        (await EntryAsync(simulator, other)).GetProperty("outputs").Has("7").ShouldBeTrue();
    }

    [Fact]
    public async Task What_does_not_fit_into_memory_fails_when_it_runs()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        var entry = await EntryAsync(simulator, await OrderAsync(simulator, Graph(side: 8192)));

        entry.GetProperty("status").Text("status_str").ShouldBe("error");
        var message = entry.GetProperty("status").GetProperty("messages")[0];
        message[0].GetString().ShouldBe("execution_error");
        message[1].Text("exception_message").ShouldContain("memory");
    }

    [Theory]
    [InlineData("""{}""", "no_prompt", null)]
    [InlineData("""{"prompt":{"1":{"class_type":"CLIPTextEncode","inputs":{"text":"a"}}}}""", "prompt_no_outputs", null)]
    [InlineData("""{"prompt":{"1":{"class_type":"Nonsense","inputs":{}}}}""", "invalid_prompt", null)]
    [InlineData("""{"prompt":{"1":{"inputs":{}}}}""", "invalid_prompt", null)]
    [InlineData("""{"prompt":{"1":{"class_type":"SaveImage","inputs":{"images":["9",0]}}}}""", "prompt_outputs_failed_validation", "bad_linked_input")]
    [InlineData("""{"prompt":{"1":{"class_type":"SaveImage","inputs":{}},"2":{"class_type":"KSampler","inputs":{"seed":"{{seed}}","steps":1}}}}""", "prompt_outputs_failed_validation", "invalid_input_type")]
    [InlineData("""{"prompt":{"1":{"class_type":"SaveImage","inputs":{}},"2":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"x"}}}}""", "prompt_outputs_failed_validation", "value_not_in_list")]
    public async Task A_workflow_with_a_mistake_is_refused_and_not_accepted(string body, string type, string? nodeError)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        using var response = await simulator.Plain.PostAsync("comfyui/prompt", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var answer = await SimulatorUnderTest.ReadAsync(response);
        answer.GetProperty("error").Text("type").ShouldBe(type);
        answer.GetProperty("node_errors").EnumerateObject().Select(node => node.Value.GetProperty("errors")[0].Text("type")).ShouldBe(nodeError is null ? [] : [nodeError]);
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Files_survive_a_restart_with_a_journal()
    {
        using var journal = new TemporaryFile();
        var options = SimulatorUnderTest.Instant with { JournalPath = journal.Path };
        string url;
        byte[] file;
        await using (var first = await SimulatorUnderTest.StartAsync(options))
        {
            var id = await OrderAsync(first, Graph());
            var image = (await EntryAsync(first, id)).GetProperty("outputs").GetProperty("7").GetProperty("images")[0];
            url = $"comfyui/view?filename={image.Text("filename")}&type={image.Text("type")}";
            file = await first.Plain.GetByteArrayAsync(url);
        }

        await using var second = await SimulatorUnderTest.StartAsync(options);
        (await second.Plain.GetByteArrayAsync(url)).ShouldBe(file);
        using var missing = await second.Plain.GetAsync("comfyui/view?filename=nothing.png&type=output");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Questions_can_be_made_to_fail()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(
            SimulatorUnderTest.Instant, """[{"match":{"operation":"poll","provider":"comfyui","nth":1},"fault":{"kind":"poll-500","status":500}}]""");
        var id = await OrderAsync(simulator, Graph());

        using var first = await simulator.Plain.GetAsync($"comfyui/history/{id}");

        first.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await EntryAsync(simulator, id)).Has("outputs").ShouldBeTrue();
    }

    internal static object Graph(int seed = 1, int side = 512, int count = 1) => new
    {
        prompt = new Dictionary<string, object>
        {
            ["1"] = Node("CheckpointLoaderSimple", new { ckpt_name = "sdxl.safetensors" }),
            ["2"] = Node("CLIPTextEncode", new { text = "a boat", clip = Link("1", 1) }),
            ["4"] = Node("EmptyLatentImage", new { width = side, height = side, batch_size = count }),
            ["5"] = Node("KSampler", new { model = Link("1", 0), positive = Link("2", 0), latent_image = Link("4", 0), seed, steps = 20 }),
            ["6"] = Node("VAEDecode", new { samples = Link("5", 0), vae = Link("1", 2) }),
            ["7"] = Node("SaveImage", new { images = Link("6", 0), filename_prefix = "boats/boat" }),
        },
    };

    private static object Node(string name, object inputs) => new { class_type = name, inputs };

    private static object[] Link(string node, int slot) => [node, slot];

    internal static async Task<string> OrderAsync(SimulatorUnderTest simulator, object graph)
    {
        using var response = await simulator.Plain.PostAsJsonAsync("comfyui/prompt", graph);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await SimulatorUnderTest.ReadAsync(response)).Text("prompt_id");
    }

    private static async Task<JsonElement> EntryAsync(SimulatorUnderTest simulator, string id) => (await simulator.GetAsync($"comfyui/history/{id}")).GetProperty(id);
}
