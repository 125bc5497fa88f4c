using FunctionsPipeline.Contracts;

namespace FunctionsPipeline.Media.Tests;

public sealed class FfmpegToolTests
{
    [Fact]
    public async Task It_is_found_on_the_path_with_its_version()
    {
        var tool = await FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None);

        Path.IsPathFullyQualified(tool.Path).ShouldBeTrue();
        tool.Version.ShouldMatch(@"^\S+$");
    }

    [Fact]
    public async Task A_path_without_a_program_is_told_with_the_way_to_install_it()
    {
        var exception = await Should.ThrowAsync<MediaException>(
            () => FfmpegTool.FindAsync("/nowhere/ffmpeg", TimeProvider.System, CancellationToken.None));

        exception.Code.ShouldBe("ffmpeg_missing");
        exception.Message.ShouldContain("/nowhere/ffmpeg");
        exception.Hint.ShouldContain("apt-get install ffmpeg");
    }

    [Fact]
    public async Task A_program_that_is_not_ffmpeg_is_refused()
    {
        var exception = await Should.ThrowAsync<MediaException>(() => FfmpegTool.FindAsync("true", TimeProvider.System, CancellationToken.None));

        exception.Code.ShouldBe("ffmpeg_failed");
    }

    [Fact]
    public async Task A_file_that_cannot_be_run_is_refused()
    {
        using var file = new Script("", isExecutable: false);

        (await FailAsync(file)).Message.ShouldContain("could not be started");
    }

    [Theory]
    [InlineData("4.4.2-0ubuntu0.22.04.1", false)]
    [InlineData("5.0.3", false)]
    [InlineData("5.1", true)]
    [InlineData("n7.1.1", true)]
    [InlineData("N-113450-gabc1234", true)]
    public async Task An_old_version_is_refused_and_an_unnumbered_one_is_not(string version, bool isGood)
    {
        using var script = new Script($"echo 'ffmpeg version {version} Copyright (c) the FFmpeg developers'");

        if (isGood) (await FfmpegTool.FindAsync(script.Path, TimeProvider.System, CancellationToken.None)).Version.ShouldBe(version);
        else (await FailAsync(script)).Message.ShouldContain("5.1 or newer is needed");
    }

    [Fact]
    public async Task A_program_that_never_answers_is_given_up()
    {
        using var script = new Script("exec tail -f /dev/null");
        var clock = new ManualTimeProvider();
        var finding = FfmpegTool.FindAsync(script.Path, clock, CancellationToken.None);

        clock.Advance(TimeSpan.FromMinutes(1));

        (await Should.ThrowAsync<MediaException>(() => finding)).Code.ShouldBe("ffmpeg_failed");
    }

    private static Task<MediaException> FailAsync(Script script) =>
        Should.ThrowAsync<MediaException>(() => FfmpegTool.FindAsync(script.Path, TimeProvider.System, CancellationToken.None));

    [Fact]
    public async Task A_host_that_can_do_without_still_wants_the_one_that_it_names()
    {
        var exception = await Should.ThrowAsync<MediaException>(
            () => FfmpegTool.FindOrNullAsync("/nowhere/ffmpeg", TimeProvider.System, CancellationToken.None));

        exception.Code.ShouldBe(MediaErrorCodes.FfmpegMissing);
    }
}
