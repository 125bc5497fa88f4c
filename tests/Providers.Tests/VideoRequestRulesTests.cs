using FunctionsPipeline.Providers.Tests.Support;

namespace FunctionsPipeline.Providers.Tests;

public sealed class VideoRequestRulesTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    public static TheoryData<VideoRequest, string> XaiProblems => new()
    {
        { Rig.XaiClip with { Model = "sora" }, "model: 'sora' is not known; one of: grok-imagine-video, grok-imagine-video-1.5" },
        { Rig.XaiClip with { Prompt = "  " }, "prompt: is empty" },
        { Rig.XaiClip with { DurationSeconds = 16 }, "duration: 16 s is not offered by grok-imagine-video; 1 to 15 s" },
        { Rig.XaiClip with { Resolution = "1080p" }, "resolution: '1080p' is not offered by grok-imagine-video; one of: 480p, 720p" },
        { Rig.XaiClip with { Model = "grok-imagine-video-1.5", Resolution = "1080p" }, "resolution: grok-imagine-video-1.5 makes 1080p from an image only" },
        { Rig.XaiClip with { AspectRatio = "21:9" }, "aspect ratio: '21:9' is not offered by grok-imagine-video; one of: 1:1, 16:9, 9:16, 4:3, 3:4, 3:2, 2:3" },
        { Rig.XaiClip with { Seed = 1 }, "seed: grok-imagine-video takes none" },
        { Rig.XaiClip with { NegativePrompt = "x" }, "negative prompt: grok-imagine-video takes none" },
        { Rig.XaiClip with { GenerateAudio = true }, "audio: grok-imagine-video has no switch for it" },
        { Rig.XaiClip with { ImageUrl = "http://example.com/a.png" }, "image: must be an https URL or a data:image/ URI" },
    };

    public static TheoryData<VideoRequest, string> FalProblems => new()
    {
        { Rig.FalClip with { ImageUrl = "https://example.com/a.png" }, "image: fal-ai/veo3.1 takes none" },
        { new VideoRequest("fal-ai/kling-video/v2.1/pro/image-to-video", "p", 5), "image: fal-ai/kling-video/v2.1/pro/image-to-video starts from an image; none is given" },
        { new VideoRequest("fal-ai/kling-video/v2.1/master/text-to-video", "p", 5, null, "720p"), "resolution: fal-ai/kling-video/v2.1/master/text-to-video takes none" },
    };

    [Theory]
    [MemberData(nameof(XaiProblems))]
    public void A_problem_names_the_field_the_value_and_what_is_allowed_at_xai(VideoRequest request, string problem)
    {
        using var provider = Rig.Xai(Nowhere);

        provider.Video.Validate(request).ShouldBe([problem]);
    }

    [Theory]
    [MemberData(nameof(FalProblems))]
    public void A_problem_names_the_field_the_value_and_what_is_allowed_at_fal(VideoRequest request, string problem)
    {
        using var provider = Rig.Fal(Nowhere);

        provider.Video.Validate(request).ShouldBe([problem]);
    }

    [Fact]
    public void A_fine_request_has_no_problems()
    {
        using var xai = Rig.Xai(Nowhere);
        using var fal = Rig.Fal(Nowhere);

        xai.Video.Validate(Rig.XaiClip).ShouldBeEmpty();
        xai.Video.Validate(Rig.XaiClip with { Prompt = "", ImageUrl = "data:image/png;base64,AAAA" }).ShouldBeEmpty();
        fal.Video.Validate(Rig.FalClip).ShouldBeEmpty();
    }
}
