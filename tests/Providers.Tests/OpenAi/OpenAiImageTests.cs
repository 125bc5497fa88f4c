using System.Text.Json;
using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests.OpenAi;

public sealed class OpenAiImageTests
{
    private static readonly byte[] File = Png.File();

    [Fact]
    public async Task Images_come_as_files_told_by_their_bytes_with_the_tokens_they_took()
    {
        await using var server = await TestServer.StartAsync(200, $$"""
            {"created":1767225600,"data":[{"b64_json":"{{Convert.ToBase64String(File)}}","revised_prompt":"A lighthouse"},
              {"b64_json":"data:image/png;base64,{{Convert.ToBase64String(Png.Jpeg)}}"}],"output_format":"png",
             "usage":{"input_tokens":50,"output_tokens":3168,"total_tokens":3218,"input_tokens_details":{"text_tokens":50,"image_tokens":0} } }
            """);
        using var provider = OpenAiRig.OpenAi(server.Url);

        var reply = await provider.Images.SubmitAsync();

        reply.ChargedTicks.ShouldBeNull();
        reply.Usage.ShouldBe(new ChatUsage(50, 0, 3168, 0));
        reply.Images.Select(image => image.File!.MediaType).ShouldBe(["image/png", "image/jpeg"]);
        reply.Images[0].File!.Content.ToArray().ShouldBe(File);
        reply.Images[0].RevisedPrompt.ShouldBe("A lighthouse");
        reply.Images[1].File!.Content.ToArray().ShouldBe(Png.Jpeg);
        reply.Images.ShouldAllBe(image => !image.IsRefused);
    }

    [Fact]
    public async Task The_request_names_model_size_and_quality_and_no_response_format()
    {
        await using var server = await TestServer.StartAsync(200, $$"""{"data":[{"b64_json":"{{Convert.ToBase64String(File)}}"}]}""");
        using var provider = OpenAiRig.OpenAi(server.Url);

        (await provider.Images.SubmitAsync()).Usage.ShouldBeNull();

        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/v1/images/generations");
        JsonElement.DeepEquals(
            JsonElement.Parse(seen.Body),
            JsonElement.Parse("""{"model":"gpt-image-1-mini","prompt":"A lighthouse in fog","n":2,"size":"1024x1536","quality":"medium"}""")).ShouldBeTrue(seen.Body);
    }

    [Theory]
    [InlineData("gpt-image-1.5", null, null, null)]
    [InlineData("gpt-image-1.5", null, "1k", "1024x1024")]
    [InlineData("gpt-image-1.5", "3:2", null, "1536x1024")]
    [InlineData("gpt-image-2", "16:9", "1k", "1824x1024")]
    [InlineData("gpt-image-2", "16:9", "2k", "2560x1440")]
    [InlineData("gpt-image-2", "3:4", "2k", "1440x1920")]
    public async Task A_shape_and_a_resolution_become_a_size(string model, string? shape, string? resolution, string? size)
    {
        await using var server = await TestServer.StartAsync(200, $$"""{"data":[{"b64_json":"{{Convert.ToBase64String(File)}}"}]}""");
        using var provider = OpenAiRig.OpenAi(server.Url);

        await provider.Images.SubmitAsync(new ImageRequest(model, "A lighthouse", 1, shape, resolution));

        var body = JsonElement.Parse(server.Seen.Single().Body);
        (body.TryGetProperty("size", out var sent) ? sent.GetString() : null).ShouldBe(size);
    }

    [Fact]
    public async Task A_blocked_prompt_is_refused_for_its_content_and_costs_nothing()
    {
        await using var server = await TestServer.StartAsync(
            400, """{"error":{"message":"Your request was rejected by the safety system.","type":"image_generation_user_error","param":null,"code":"moderation_blocked"}}""");
        using var provider = OpenAiRig.OpenAi(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Images.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.ContentRefused);
        failure.ProviderCode.ShouldBe("moderation_blocked");
        failure.MoneySpent.ShouldBe(MoneySpent.No);
    }

    [Theory]
    [InlineData("not base64!", "the image is not base64")]
    [InlineData("", "the file is too short for an image")]
    [InlineData("PGh0bWw+PGJvZHk+bm8gaW1hZ2U8L2JvZHk+PC9odG1sPg==", "the file is not a JPEG, PNG or WebP image")]
    public async Task A_file_that_is_no_image_is_an_answer_that_says_so(string data, string message)
    {
        await using var server = await TestServer.StartAsync(200, $$$"""{"data":[{"b64_json":"{{{data}}}"}]}""");
        using var provider = OpenAiRig.OpenAi(server.Url);

        var image = (await provider.Images.SubmitAsync()).Images.ShouldHaveSingleItem();

        (image.Malformed, image.File, image.IsRefused).ShouldBe((message, null, false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{}]}""")]
    [InlineData("""{"data":["x"]}""")]
    [InlineData("""{"data":[{"b64_json":null}]}""")]
    public async Task A_reply_without_usable_images_may_have_cost_money(string json)
    {
        await using var server = await TestServer.StartAsync(200, json);
        using var provider = OpenAiRig.OpenAi(server.Url);

        var failure = await Rig.FailureOfAsync(provider.Images.SubmitAsync());

        failure.Code.ShouldBe(ProviderErrorCode.UnexpectedReply);
        failure.MoneySpent.ShouldBe(MoneySpent.Maybe);
    }

    [Fact]
    public async Task A_reply_of_many_megabytes_is_read()
    {
        var large = new byte[3 << 20];
        File.CopyTo(large, 0);
        File.CopyTo(large, large.Length - File.Length);
        await using var server = await TestServer.StartAsync(200, $$"""{"data":[{"b64_json":"{{Convert.ToBase64String(large)}}"}]}""");
        using var provider = OpenAiRig.OpenAi(server.Url);

        (await provider.Images.SubmitAsync()).Images.ShouldHaveSingleItem().File!.Content.Length.ShouldBe(large.Length);
    }

    [Fact]
    public async Task Every_problem_of_a_request_is_named_before_anything_is_sent()
    {
        await using var server = await TestServer.StartAsync(200);
        using var provider = OpenAiRig.OpenAi(server.Url);
        var request = new ImageRequest("gpt-image-1.5", new string('x', 32_001), 11, "16:9", "4k") { Seed = 1, NegativePrompt = "rain" };

        var failure = await Rig.FailureOfAsync(provider.Images.SubmitAsync(request));

        failure.Code.ShouldBe(ProviderErrorCode.InvalidRequest);
        foreach (var field in new[] { "prompt: has 32001", "count: 11", "aspect ratio:", "resolution:", "seed:", "negative prompt:" })
        {
            failure.Message.ShouldContain(field);
        }

        server.Seen.ShouldBeEmpty();
    }
}
