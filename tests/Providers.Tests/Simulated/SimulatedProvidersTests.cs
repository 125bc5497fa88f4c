using System.Text.Json;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.Simulated;

/// <summary>The real adapters and the simulator agree about the wire format.</summary>
public sealed class SimulatedProvidersTests
{
    [Fact]
    public async Task Gemini_answers_in_text_and_in_json_sees_pictures_and_refuses()
    {
        await using var providers = await SimulatedProviders.StartAsync("gemini");
        var chat = providers.Set.Chat["gemini"];
        var question = new ChatRequest("gemini-3.5-flash", [new ChatMessage("system", "Be brief."), new ChatMessage("user", "Tell of a lighthouse.")]);

        var text = await chat.SubmitAsync(question);
        text.Ending.ShouldBe(ChatEnding.Complete);
        text.Text.ShouldNotBeEmpty();
        text.Id.ShouldNotBeEmpty();
        text.Usage.ReasoningTokens.ShouldBeGreaterThan(0);

        var schema = JsonElement.Parse("""{"type":"object","properties":{"score":{"type":"integer","minimum":1,"maximum":5}},"required":["score"],"additionalProperties":false}""");
        var seeing = question with
        {
            Messages = [new ChatMessage("user", "Rate it.") { Images = [await PictureAsync(providers)] }],
            Schema = new JsonAnswerSchema("rating", schema),
            Seed = 7,
            Temperature = 0,
        };
        var rating = await chat.SubmitAsync(seeing);
        JsonElement.Parse(rating.Text).GetProperty("score").GetInt32().ShouldBeInRange(1, 5);
        rating.Usage.PromptTokens.ShouldBeGreaterThan(200);

        (await chat.SubmitAsync(question with { OutputTokensMax = 4 })).Ending.ShouldBe(ChatEnding.Truncated);
        var refusal = await chat.SubmitAsync(question with { Messages = [new ChatMessage("user", "Describe gore.")] });
        refusal.Ending.ShouldBe(ChatEnding.Refused);
        refusal.Refusal.ShouldBe("the prompt was blocked: PROHIBITED_CONTENT");
    }

    [Fact]
    public async Task Gemini_makes_images_and_vectors()
    {
        await using var providers = await SimulatedProviders.StartAsync("gemini");
        var picture = await PictureAsync(providers);
        foreach (var model in providers.Set.Images["gemini"].Models)
        {
            var request = new ImageRequest(model.Name, "A lighthouse in fog", 1, "9:16", model.Resolutions[^1]) { References = [picture] };
            var file = (await providers.Set.Images["gemini"].FinishAsync(request)).Images.ShouldHaveSingleItem().File.ShouldNotBeNull();
            file.MediaType.ShouldBe("image/png");
        }

        (await providers.Set.Images["gemini"].FinishAsync(new ImageRequest("gemini-3-pro-image", "nude"))).Images.Single().IsRefused.ShouldBeTrue();

        foreach (var model in providers.Set.Embeddings["gemini"].Models)
        {
            var reply = await providers.Set.Embeddings["gemini"].SubmitAsync(
                new EmbeddingRequest(model, ["the old lighthouse", "an old lighthouse", "stock prices"]) { Dimensions = 256 });
            reply.Vectors.ShouldAllBe(vector => vector.Length == 256 && Math.Abs(Dot(vector, vector) - 1) < 1e-5);
            Dot(reply.Vectors[0], reply.Vectors[1]).ShouldBeGreaterThan(Dot(reply.Vectors[0], reply.Vectors[2]));
        }
    }

    [Fact]
    public async Task Hugging_Face_gives_a_file_and_refuses()
    {
        await using var providers = await SimulatedProviders.StartAsync("huggingface");
        var request = new ImageRequest("black-forest-labs/FLUX.1-schnell", "A lighthouse in fog", 1, "16:9", "512") { Seed = 1L << 40, NegativePrompt = "rain" };

        var first = await providers.Set.Images["huggingface"].FinishAsync(request);
        var again = await providers.Set.Images["huggingface"].FinishAsync(request);
        var refusal = await Rig.FailureOfAsync(providers.Set.Images["huggingface"].FinishAsync(request with { Prompt = "nude" }));

        var file = first.Images.ShouldHaveSingleItem().File.ShouldNotBeNull();
        file.MediaType.ShouldBe("image/png");
        again.Images.Single().File!.Content.ToArray().ShouldBe(file.Content.ToArray());
        refusal.Code.ShouldBe(ProviderErrorCode.ContentRefused);
        refusal.MoneySpent.ShouldBe(MoneySpent.No);
    }

    [Fact]
    public async Task Comfy_ui_queues_an_order_and_hands_out_its_files()
    {
        await using var providers = await SimulatedProviders.StartAsync("comfyui");
        var images = providers.Set.Images["comfyui"];
        var request = new ImageRequest("sd_xl_base_1.0.safetensors", "A lighthouse in \"fog\" {{seed}}", 2, "16:9", "512") { Seed = 5, NegativePrompt = "rain" };

        var first = await FinishAsync(request);
        var again = await FinishAsync(request);
        var failure = await Rig.FailureOfAsync(FinishAsync(request with { Count = 8, AspectRatio = "1:1", Resolution = "2k" }));
        var unknown = await Rig.FailureOfAsync(images.SubmitAsync(request with { Model = "no-checkpoint" }));

        first.Images.Count.ShouldBe(2);
        first.ChargedTicks.ShouldBe(0);
        first.Images[0].File!.MediaType.ShouldBe("image/png");
        first.Images[0].File!.Content.ToArray().ShouldNotBe(first.Images[1].File!.Content.ToArray());
        again.Images[1].File!.Content.ToArray().ShouldBe(first.Images[1].File!.Content.ToArray());
        failure.Code.ShouldBe(ProviderErrorCode.GenerationFailed);
        failure.Message.ShouldContain("out of memory");
        unknown.Code.ShouldBe(ProviderErrorCode.InvalidRequest);
        unknown.Message.ShouldContain("Value not in list");

        async Task<ImageReply> FinishAsync(ImageRequest order)
        {
            var queued = (await images.SubmitAsync(order)).ShouldBeOfType<ImageSubmission.Queued>();
            return (await images.GetResultAsync(order.Model, queued.RequestId, CancellationToken.None)).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task X_pages_through_posts_with_authors_and_says_when_there_are_none()
    {
        await using var providers = await SimulatedProviders.StartAsync("x");
        var search = providers.Set.Posts["x"];
        var query = new PostQuery("\"electric bikes\" lang:en -is:retweet", 50) { From = TimeProvider.System.GetUtcNow().AddDays(-6) };

        var first = await search.SubmitAsync(query);
        var second = await search.SubmitAsync(query with { NextToken = first.NextToken.ShouldNotBeNull() });
        var none = await search.SubmitAsync(new PostQuery("from:nobody_at_all bikes", 10));

        first.Posts.Count.ShouldBe(50);
        first.Posts.ShouldAllBe(post => post.Language == "en" && post.CreatedAt >= query.From && post.Likes >= 0 && post.Text.Length > 0);
        first.Posts.Count(post => post.Author.Length > 0 && post.Followers > 0).ShouldBeGreaterThan(40);
        first.Posts.ShouldContain(post => post.Text.Contains("electric bikes", StringComparison.Ordinal));
        first.Posts.Select(post => post.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
        second.Posts.Select(post => post.Id).Intersect(first.Posts.Select(post => post.Id)).ShouldBeEmpty();
        second.Posts[0].CreatedAt!.Value.ShouldBeLessThanOrEqualTo(first.Posts[^1].CreatedAt!.Value);
        none.Posts.ShouldBeEmpty();
        none.NextToken.ShouldBeNull();
    }

    private static async Task<InlineImage> PictureAsync(SimulatedProviders providers) =>
        (await providers.Set.Images["gemini"].FinishAsync(new ImageRequest("gemini-2.5-flash-image", "A lighthouse"))).Images.Single().File!;

    private static double Dot(ReadOnlyMemory<float> left, ReadOnlyMemory<float> right)
    {
        var sum = 0.0;
        for (var index = 0; index < left.Length; index++) sum += (double)left.Span[index] * right.Span[index];
        return sum;
    }
}
