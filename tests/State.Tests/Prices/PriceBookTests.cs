using FunctionsPipeline.State.Prices;

namespace FunctionsPipeline.State.Tests.Prices;

public sealed class PriceBookTests
{
    private static readonly PriceBook Book = PriceBook.Load();

    [Theory]
    [InlineData("xai", "grok-imagine-video", "480p", 8, 4_000_000_000)]
    [InlineData("xai", "grok-imagine-video", "720p", 15, 10_500_000_000)]
    [InlineData("xai", "grok-imagine-video-1.5", "1080p", 10, 25_000_000_000)]
    [InlineData("fal", "fal-ai/veo3.1", "720p", 8, 32_000_000_000)]
    [InlineData("fal", "fal-ai/veo3.1", "4k", 4, 24_000_000_000)]
    [InlineData("fal", "fal-ai/kling-video/v2.1/standard/image-to-video", "", 5, 2_800_000_000)]
    public void A_video_costs_what_its_seconds_cost(string provider, string model, string resolution, int seconds, long ticks) =>
        Book.TicksFor(provider, model, Resolution(resolution), (PriceUnit.Second, seconds)).ShouldBe(ticks);

    [Fact]
    public void Parts_of_a_call_add_up()
    {
        // Two thousand tokens in, one thousand out.
        Book.TicksFor("xai", "grok-4.3", None, (PriceUnit.InputToken, 2000), (PriceUnit.OutputToken, 1000))
            .ShouldBe(UsdTicks.FromUsdRoundedUp(0.0025m + 0.0025m));
    }

    [Theory]
    [InlineData("xai", "grok-imagine-video", "4k")]
    [InlineData("xai", "grok-imagine-video", "")]
    [InlineData("xai", "no-such-model", "480p")]
    [InlineData("nobody", "grok-imagine-video", "480p")]
    public void What_is_not_in_the_book_has_no_price(string provider, string model, string resolution) =>
        Book.TicksFor(provider, model, Resolution(resolution), (PriceUnit.Second, 8)).ShouldBeNull();

    [Fact]
    public void One_part_without_a_price_leaves_the_whole_without_one() =>
        Book.TicksFor("xai", "grok-imagine-image", None, (PriceUnit.Image, 1), (PriceUnit.Megapixel, 1)).ShouldBeNull();

    [Fact]
    public void Nothing_counted_has_no_price_and_nothing_of_a_part_needs_none()
    {
        Book.TicksFor("xai", "grok-imagine-image", None).ShouldBeNull();
        Book.TicksFor("xai", "grok-imagine-image", None, (PriceUnit.Image, 2), (PriceUnit.InputImage, 0)).ShouldBe(400_000_000);
    }

    [Fact]
    public void The_price_with_more_of_the_conditions_wins()
    {
        var silent = new Dictionary<string, string> { ["resolution"] = "1080P", ["audio"] = "off" };

        Book.Find("fal", "fal-ai/veo3.1", PriceUnit.Second, silent)!.Usd.ShouldBe(0.20m);
        Book.Find("fal", "fal-ai/veo3.1", PriceUnit.Second, Resolution("1080p"))!.Usd.ShouldBe(0.40m);
    }

    [Fact]
    public void A_started_megapixel_is_billed_whole() =>
        Book.TicksFor("fal", "fal-ai/flux/dev", None, (PriceUnit.Megapixel, 1.05m)).ShouldBe(500_000_000);

    [Fact]
    public void A_fraction_of_a_tick_is_rounded_up()
    {
        var price = Book.Find("xai", "grok-4.3", PriceUnit.CachedInputToken, None)! with { Per = 3_000_000_000 };

        price.TicksFor(1).ShouldBe(1);
    }

    [Theory]
    [InlineData("gpt-5.5", 1_000_000, 0, 1_000_000, 350_000_000_000)]
    [InlineData("gpt-5.4", 1_000_000, 0, 0, 25_000_000_000)]
    [InlineData("gpt-5.4-mini", 0, 1_000_000, 0, 750_000_000)]
    [InlineData("gpt-5.4-nano", 0, 0, 1, 12_500)]
    [InlineData("text-embedding-3-small", 300_000, 0, 0, 60_000_000)]
    [InlineData("gpt-image-2", 50, 0, 1_056, 319_300_000)]
    public void OpenAI_is_billed_by_tokens(string model, int input, int cached, int output, long ticks) =>
        Book.TicksFor("openai", model, None, (PriceUnit.InputToken, input), (PriceUnit.CachedInputToken, cached), (PriceUnit.OutputToken, output))
            .ShouldBe(ticks);

    [Fact]
    public void An_image_of_OpenAI_has_a_price_of_its_own_for_what_is_held_before_the_tokens_are_known()
    {
        var high = new Dictionary<string, string> { ["quality"] = "high", ["resolution"] = "1k" };

        Book.TicksFor("openai", "gpt-image-1-mini", Resolution("1k"), (PriceUnit.Image, 2)).ShouldBe(300_000_000);
        Book.TicksFor("openai", "gpt-image-1-mini", high, (PriceUnit.Image, 1)).ShouldBe(520_000_000);
        Book.TicksFor("openai", "gpt-image-2", Resolution("2k"), (PriceUnit.Image, 1)).ShouldBe(2_200_000_000);
        Book.Find("openai", "gpt-image-2", PriceUnit.Image, None)!.ChargedOn.ShouldBe(ChargedOn.Success);
        Book.Find("openai", "gpt-5.5", PriceUnit.OutputToken, None)!.ChargedOn.ShouldBe(ChargedOn.Done);
    }

    [Theory]
    [InlineData("llama3.3:70b")]
    [InlineData("*")]
    public void Any_model_of_a_server_of_one_s_own_costs_nothing(string model) =>
        Book.TicksFor(
                "openai-compatible", model, Resolution("1k"), (PriceUnit.InputToken, 1_000_000), (PriceUnit.CachedInputToken, 1), (PriceUnit.OutputToken, 5_000),
                (PriceUnit.Image, 3), (PriceUnit.Request, 1))
            .ShouldBe(0);

    [Fact]
    public void Any_model_is_only_a_word_where_the_book_says_it()
    {
        Book.TicksFor("openai", "llama3.3:70b", None, (PriceUnit.InputToken, 1)).ShouldBeNull();
        Book.TicksFor("openai-compatible", "llama3.3:70b", None, (PriceUnit.Second, 1)).ShouldBeNull();
    }

    [Fact]
    public void Providers_charge_at_different_times()
    {
        Book.Find("xai", "grok-imagine-video", PriceUnit.Second, Resolution("480p"))!.ChargedOn.ShouldBe(ChargedOn.Done);
        Book.Find("fal", "fal-ai/veo3.1", PriceUnit.Second, Resolution("720p"))!.ChargedOn.ShouldBe(ChargedOn.Success);
    }

    [Fact]
    public void Every_price_says_where_and_when_it_was_read()
    {
        Book.Entries.ShouldNotBeEmpty();
        Book.Entries.ShouldAllBe(entry => entry.Source.Length > 0 && entry.AsOf >= new DateOnly(2026, 1, 1));
        string[] ownServers = ["offline", "openai-compatible", "comfyui"];
        Book.Entries.ShouldAllBe(entry => entry.Usd > 0 == !ownServers.Contains(entry.Provider));
    }

    [Fact]
    public void Whatever_a_server_of_ones_own_makes_has_the_price_nothing()
    {
        Book.TicksFor("comfyui", "any-checkpoint.safetensors", None, (PriceUnit.Image, 4)).ShouldBe(0);
        Book.TicksFor("comfyui", "any-checkpoint.safetensors", None, (PriceUnit.Second, 4)).ShouldBeNull();
        Book.TicksFor("xai", "any-checkpoint.safetensors", None, (PriceUnit.Image, 4)).ShouldBeNull();
    }

    [Theory]
    [InlineData("gemini-3-pro-image", "", 1_340_000_000)]
    [InlineData("gemini-3-pro-image", "2k", 1_340_000_000)]
    [InlineData("gemini-3-pro-image", "4k", 2_400_000_000)]
    [InlineData("gemini-3.1-flash-image", "1k", 670_000_000)]
    public void An_image_of_the_usual_size_needs_no_resolution_to_have_a_price(string model, string resolution, long ticks) =>
        Book.TicksFor("gemini", model, Resolution(resolution), (PriceUnit.Image, 1)).ShouldBe(ticks);

    [Fact]
    public void No_two_prices_are_for_the_same() =>
        Book.Entries.GroupBy(entry => string.Join(
                '|', entry.Conditions.OrderBy(condition => condition.Key, StringComparer.Ordinal).Select(condition => $"{condition}")
                    .Prepend($"{entry.Provider} {entry.Model} {entry.Unit}")))
            .ShouldAllBe(same => same.Count() == 1);

    private static Dictionary<string, string> None => [];

    private static Dictionary<string, string> Resolution(string resolution) => resolution.Length == 0 ? [] : new() { ["resolution"] = resolution };
}
