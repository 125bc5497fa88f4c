using System.Buffers.Binary;
using System.Text.Json;

namespace FunctionsPipeline.Simulator.Tests.OpenAi;

public sealed class OpenAiImageTests
{
    private const string Path = "images/generations";

    [Fact]
    public async Task Images_come_as_png_files_of_the_shape_that_was_asked_for_and_cost_tokens()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var answer = await simulator.AskAsync("openai", Path, """{"model":"gpt-image-1-mini","prompt":"a boat","n":2,"size":"1024x1536","quality":"medium"}""");

        var files = answer.GetProperty("data").EnumerateArray().Select(image => image.GetProperty("b64_json").GetBytesFromBase64()).ToList();
        files.Count.ShouldBe(2);
        files[0].ShouldNotBe(files[1]);
        foreach (var file in files)
        {
            file.AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
            var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)));
            ((double)height / width).ShouldBe(1.5, 0.02);
        }

        var usage = answer.GetProperty("usage");
        usage.GetProperty("output_tokens").GetInt64().ShouldBe(2 * 1584);
        usage.GetProperty("input_tokens").GetInt64().ShouldBe(2);
        (await simulator.ChargesAsync()).ShouldHaveSingleItem().Ticks().ShouldBe((2 * 20_000) + (2 * 1584 * 80_000));
    }

    [Fact]
    public async Task A_blocked_prompt_is_an_error_and_costs_nothing()
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);
        var error = await simulator.FailAsync("openai", Path, """{"model":"gpt-image-2","prompt":"nude"}""", 400);

        error.Text("code").ShouldBe("moderation_blocked");
        var charge = (await simulator.ChargesAsync()).ShouldHaveSingleItem();
        charge.Text("state").ShouldBe("refused");
        charge.Ticks().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"prompt":"a boat"}""", 400, "missing_required_parameter")]
    [InlineData("""{"model":"dall-e-3","prompt":"a boat"}""", 404, "model_not_found")]
    [InlineData("""{"model":"gpt-image-2"}""", 400, "missing_required_parameter")]
    [InlineData("""{"model":"gpt-image-2","prompt":"a boat","n":11}""", 400, "invalid_value")]
    [InlineData("""{"model":"gpt-image-2","prompt":"a boat","n":0}""", 400, "invalid_value")]
    [InlineData("""{"model":"gpt-image-2","prompt":"a boat","response_format":"b64_json"}""", 400, "unknown_parameter")]
    [InlineData("""{"model":"gpt-image-2","prompt":"a boat","quality":"hd"}""", 400, "invalid_value")]
    [InlineData("""{"model":"gpt-image-2","prompt":"a boat","size":"1000x1000"}""", 400, "invalid_value")]
    [InlineData("""{"model":"gpt-image-2","prompt":"a boat","size":"3840x1024"}""", 400, "invalid_value")]
    [InlineData("""{"model":"gpt-image-1.5","prompt":"a boat","size":"1824x1024"}""", 400, "invalid_value")]
    public async Task A_wrong_order_is_refused(string body, int status, string code)
    {
        await using var simulator = await SimulatorUnderTest.StartAsync(SimulatorUnderTest.Instant);

        (await simulator.FailAsync("openai", Path, body, status)).Text("code").ShouldBe(code);
        (await simulator.ChargesAsync()).ShouldBeEmpty();
    }
}
