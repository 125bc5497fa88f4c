using System.Text.Json;
using FunctionsPipeline.Providers.OpenAi;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.Simulator;
using FunctionsPipeline.State.Prices;

namespace FunctionsPipeline.Providers.Tests.OpenAi;

/// <summary>The real adapters against the simulator's endpoints over HTTP: two readings of one interface that have to agree.</summary>
public sealed class OpenAiAgainstSimulatorTests : IAsyncLifetime
{
    private static readonly PriceBook Prices = PriceBook.Load();

    private static readonly JsonAnswerSchema Rating = new("rating", JsonElement.Parse("""
        {"type":"object","properties":{"score":{"type":"integer","minimum":1,"maximum":5}},"required":["score"],"additionalProperties":false}
        """));

    private readonly TemporaryFolder _folder = new();
    private SimulatorHost _simulator = null!;
    private OpenAiProvider _openAi = null!;
    private OpenAiCompatibleProvider _own = null!;

    public Task InitializeAsync() => StartAsync("none");

    public async Task DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_chat_is_answered_and_its_tokens_make_the_price_that_was_charged()
    {
        var reply = await _openAi.Chat.SubmitAsync(OpenAiRig.Chat with { Seed = 3, Temperature = 0.5, OutputTokensMax = 2000 });

        reply.Ending.ShouldBe(ChatEnding.Complete);
        reply.Text.ShouldNotBeEmpty();
        reply.Id.ShouldStartWith("chatcmpl-");
        reply.Usage.ReasoningTokens.ShouldBeGreaterThan(0);
        reply.ChargedTicks.ShouldBeNull();
        (await ChargesAsync()).ShouldBe([("chat", Price(OpenAiRig.Chat.Model, reply.Usage))]);
    }

    [Fact]
    public async Task A_json_answer_fits_its_schema_and_a_picture_can_be_shown()
    {
        var image = (await _openAi.Images.SubmitAsync()).Images[0].File!;
        var request = OpenAiRig.Chat with { Schema = Rating, Messages = [new ChatMessage("user", "Rate this.") { Images = [image] }] };

        var reply = await _openAi.Chat.SubmitAsync(request);

        JsonElement.Parse(reply.Text).GetProperty("score").GetInt32().ShouldBeInRange(1, 5);
        reply.Usage.PromptTokens.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task A_bound_cuts_the_answer_and_is_never_passed()
    {
        var reply = await _openAi.Chat.SubmitAsync(OpenAiRig.Chat with { OutputTokensMax = 6 });

        reply.Ending.ShouldBe(ChatEnding.Truncated);
        reply.Usage.OutputTokens.ShouldBeLessThanOrEqualTo(6);
    }

    [Theory]
    [InlineData("blocked-prompt", ChatEnding.Refused, false)]
    [InlineData("model-refusal", ChatEnding.Refused, true)]
    [InlineData("truncated-answer", ChatEnding.Truncated, false)]
    public async Task An_answer_that_is_none_is_paid_for_as_its_usage_says(string fault, ChatEnding ending, bool saysSo)
    {
        await StopAsync();
        var script = _folder.File("faults.json");
        await File.WriteAllTextAsync(script, $$"""[{"match":{"operation":"chat"},"fault":{"kind":"{{fault}}"} }]""");
        await StartAsync(script);

        var reply = await _openAi.Chat.SubmitAsync();

        reply.Ending.ShouldBe(ending);
        (reply.Refusal is { Length: > 0 }).ShouldBe(saysSo);
        (await ChargesAsync()).ShouldBe([("chat", Price(OpenAiRig.Chat.Model, reply.Usage))]);
    }

    [Theory]
    [InlineData("gpt-image-1-mini", "2:3", "1k")]
    [InlineData("gpt-image-1.5", null, null)]
    [InlineData("gpt-image-2", "16:9", "2k")]
    public async Task Images_cost_no_more_than_what_is_held_for_them(string model, string? shape, string? resolution)
    {
        var request = new ImageRequest(model, "A lighthouse in fog", 2, shape, resolution);

        var reply = await _openAi.Images.SubmitAsync(request);

        reply.Images.Count.ShouldBe(2);
        reply.Images.ShouldAllBe(image => image.File!.MediaType == "image/png");
        var (_, charged) = (await ChargesAsync()).ShouldHaveSingleItem();
        charged.ShouldBe(Price(model, reply.Usage!));
        var conditions = new Dictionary<string, string> { ["resolution"] = resolution ?? "1k" };
        var held = Prices.TicksFor("openai", model, conditions, (PriceUnit.Image, 2), (PriceUnit.InputToken, request.Prompt.Length));
        charged.ShouldBeLessThanOrEqualTo(held!.Value);
    }

    [Fact]
    public async Task A_blocked_image_is_refused_for_its_content_and_costs_nothing()
    {
        var failure = await Rig.FailureOfAsync(_openAi.Images.SubmitAsync(OpenAiRig.Image with { Prompt = "nude" }));

        failure.Code.ShouldBe(ProviderErrorCode.ContentRefused);
        failure.MoneySpent.ShouldBe(MoneySpent.No);
        (await ChargesAsync()).ShouldBe([("image", 0L)]);
    }

    [Theory]
    [InlineData(null, 1536)]
    [InlineData(256, 256)]
    public async Task Vectors_of_texts_that_share_words_lie_near_each_other(int? dimensions, int length)
    {
        var request = OpenAiRig.Texts with { Texts = ["a red ball on a table", "a red ball on a chair", "rain over the harbour"], Dimensions = dimensions };

        var reply = await _openAi.Embeddings.SubmitAsync(request);

        reply.Vectors.ShouldAllBe(vector => vector.Length == length);
        reply.Vectors.ShouldAllBe(vector => Math.Abs(Cosine(vector, vector) - 1) < 1e-5);
        Cosine(reply.Vectors[0], reply.Vectors[1]).ShouldBeGreaterThan(Cosine(reply.Vectors[0], reply.Vectors[2]));
        (await ChargesAsync()).ShouldBe([("embedding", Prices.TicksFor("openai", request.Model, NoConditions, (PriceUnit.InputToken, reply.InputTokens))!.Value)]);
    }

    [Fact]
    public async Task A_server_of_one_s_own_answers_without_a_key_with_or_without_usage()
    {
        var usages = new List<ChatUsage>();
        for (var number = 0; number < 12; number++)
        {
            var request = OpenAiRig.Chat with { Model = "llama3.3", Schema = Rating, Messages = [new ChatMessage("user", $"Rate number {number}.")] };
            var reply = await _own.Chat.SubmitAsync(request);
            JsonElement.Parse(reply.Text).GetProperty("score").GetInt32().ShouldBeInRange(1, 5);
            usages.Add(reply.Usage);
        }

        usages.ShouldContain(usage => usage.OutputTokens == 0);
        usages.ShouldContain(usage => usage.OutputTokens > 0);
        (await _own.Images.SubmitAsync(new ImageRequest("sd", "A boat", 1, "3:2"))).Images.ShouldHaveSingleItem().File.ShouldNotBeNull();
        (await _own.Embeddings.SubmitAsync(new EmbeddingRequest("nomic", ["a boat"]))).Vectors.ShouldHaveSingleItem().Length.ShouldBe(768);
        (await ChargesAsync()).ShouldAllBe(charge => charge.Ticks == 0);
    }

    [Fact]
    public async Task Faults_come_through_as_what_they_are()
    {
        await StopAsync();
        var script = _folder.File("faults.json");
        await File.WriteAllTextAsync(script, """
            [{"match":{"operation":"chat","provider":"openai"},"fault":{"kind":"rate-limit","retryAfterSeconds":3}},
             {"match":{"operation":"image","provider":"openai"},"fault":{"kind":"reply-lost"}},
             {"match":{"operation":"embedding","provider":"openai"},"fault":{"kind":"error-after-accept","status":503}}]
            """);
        await StartAsync(script);

        var limited = await Rig.FailureOfAsync(_openAi.Chat.SubmitAsync());
        var lost = await Rig.FailureOfAsync(_openAi.Images.SubmitAsync());
        var broken = await Rig.FailureOfAsync(_openAi.Embeddings.SubmitAsync());

        (limited.Code, limited.RetryAfter, limited.MoneySpent).ShouldBe((ProviderErrorCode.RateLimited, TimeSpan.FromSeconds(3), MoneySpent.No));
        (lost.Code, lost.MoneySpent).ShouldBe((ProviderErrorCode.ConnectionLost, MoneySpent.Maybe));
        (broken.Code, broken.MoneySpent).ShouldBe((ProviderErrorCode.ServerError, MoneySpent.Maybe));
        (await ChargesAsync()).Select(charge => charge.Operation).ShouldBe(["image", "embedding"]);
    }

    [Fact]
    public async Task The_whole_set_of_providers_opens_both_by_their_ids()
    {
        ProviderAccess[] accesses =
        [
            new(OpenAiProvider.Id, new Uri(_simulator.Address, OpenAiProvider.Id), OpenAiRig.Key),
            new(OpenAiCompatibleProvider.Id, new Uri(_simulator.Address, OpenAiCompatibleProvider.Id), ""),
        ];
        using var providers = new ProviderSet(accesses, TimeProvider.System, new Random(1), new RecordingLoggers());

        foreach (var access in accesses)
        {
            (await providers.Chat[access.ProviderId].SubmitAsync()).Ending.ShouldBe(ChatEnding.Complete);
            providers.Images.ContainsKey(access.ProviderId).ShouldBeTrue();
            providers.Embeddings.ContainsKey(access.ProviderId).ShouldBeTrue();
        }
    }

    private static Dictionary<string, string> NoConditions => [];

    private static long Price(string model, ChatUsage usage) =>
        Prices.TicksFor("openai", model, NoConditions, (PriceUnit.InputToken, usage.PromptTokens), (PriceUnit.OutputToken, usage.OutputTokens))!.Value;

    private static double Cosine(ReadOnlyMemory<float> left, ReadOnlyMemory<float> right) =>
        Enumerable.Range(0, left.Length).Sum(place => (double)left.Span[place] * right.Span[place]);

    private async Task StartAsync(string faults)
    {
        var options = new SimulatorOptions { Seed = 11, TimeScale = 0, RateLimitPerSecond = 0, Faults = faults };
        _simulator = await SimulatorHost.StartAsync(options, TimeProvider.System, CancellationToken.None);
        _openAi = OpenAiRig.OpenAi(new Uri(_simulator.Address, "openai"));
        _own = OpenAiRig.Compatible(new Uri(_simulator.Address, "openai-compatible/v1"));
    }

    private async Task StopAsync()
    {
        _openAi.Dispose();
        _own.Dispose();
        await _simulator.DisposeAsync();
    }

    private async Task<List<(string Operation, long Ticks)>> ChargesAsync()
    {
        using var client = new HttpClient();
        var charges = JsonElement.Parse(await client.GetStringAsync(new Uri(_simulator.Address, "_sim/charges")));
        return [.. charges.GetProperty("calls").EnumerateArray().Select(call => (call.GetProperty("operation").GetString()!, call.GetProperty("ticks").GetInt64()))];
    }
}
