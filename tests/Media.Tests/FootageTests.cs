using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Media.Tests;

/// <summary>Real footage without defects: nothing may be found in it.</summary>
public sealed class FootageTests
{
    [FootageTheory]
    [InlineData("car-detection.mp4")]
    [InlineData("gesture-book.mkv")]
    [InlineData("gesture-walk.mkv")]
    public async Task Nothing_is_found_in_clean_footage(string name)
    {
        var tool = await FfmpegTool.FindAsync(null, TimeProvider.System, CancellationToken.None);
        await using var source = await FfmpegFrameSource.OpenAsync(
            tool, FootageTheoryAttribute.Path(name), new DecodeLimits { HasChroma = true }, TimeProvider.System, CancellationToken.None);

        var analysis = await VideoAnalyzer.AnalyzeAsync(source, DetectorCatalog.CreateAll(), CancellationToken.None);

        analysis.Frames.ShouldBeGreaterThan(80);
        analysis.Warning.ShouldBeNull();
        analysis.Detectors.ShouldNotBeEmpty();
        analysis.Detectors.Where(detector => detector.Detected).ShouldBeEmpty();
    }
}
