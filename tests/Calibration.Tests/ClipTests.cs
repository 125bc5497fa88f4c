namespace FunctionsPipeline.Calibration.Tests;

public sealed class ClipTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("calibration-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_plan_gives_the_same_file()
    {
        ClipMaker.Make(Plan(null, 0) with { Name = "one" }, _folder);
        ClipMaker.Make(Plan(null, 0) with { Name = "other" }, _folder);

        File.ReadAllBytes(Path.Combine(_folder, "one.mp4")).ShouldBe(File.ReadAllBytes(Path.Combine(_folder, "other.mp4")));
    }

    [Theory]
    [InlineData(DefectIds.Warping)]
    [InlineData(DefectIds.Melting)]
    [InlineData(DefectIds.TextureBleed)]
    [InlineData(DefectIds.GravityInversion)]
    public void A_painted_local_defect_has_its_box_inside_the_frame_and_its_time_inside_the_clip(string defect)
    {
        var label = ClipMaker.Make(Plan(defect, 5), _folder);

        ShouldBeLocated(label, durationSeconds: 1.2);
        File.Exists(Path.Combine(_folder, label.File)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(DefectIds.Warping)]
    [InlineData(DefectIds.Melting)]
    [InlineData(DefectIds.TextureBleed)]
    [InlineData(DefectIds.MomentumViolation)]
    public void A_filtered_local_defect_has_its_box_inside_the_frame_and_its_time_inside_the_clip(string defect)
    {
        // The last severity of the only series, put on a synthetic source. The seed puts it where the source has texture: in a flat
        // place nothing differs, and there is no box.
        var label = InjectedSet.Jobs(_folder, seed: 5, perCell: 1, [defect], footageFolder: null).Last()();

        label.Severity.ShouldBe(5);
        ShouldBeLocated(label, durationSeconds: 2.5);
        Directory.GetFiles(_folder).ShouldHaveSingleItem();
    }

    [Fact]
    public void Labels_come_back_as_they_were_written()
    {
        var label = new ClipLabel { File = "a.mp4", Control = "pan", Defect = DefectIds.Warping, Severity = 3, Box = new PixelBox(1, 2, 3, 4), Expects = ["ballistic"] };
        ClipSetWriter.Write([() => label], _folder, CancellationToken.None);

        var read = ClipLabel.ReadFolder(_folder).ShouldHaveSingleItem();

        read.Expects.ShouldBe(label.Expects);
        (read with { Expects = label.Expects }).ShouldBe(label);
    }

    private static void ShouldBeLocated(ClipLabel label, double durationSeconds)
    {
        var box = label.Box.ShouldNotBeNull();
        box.Cut(new PixelBox(0, 0, label.Width, label.Height)).ShouldBe(box);
        box.Area.ShouldBeGreaterThan(0);
        label.PeakBox.ShouldNotBeNull();
        label.StartSeconds.ShouldBeGreaterThan(0);
        label.EndSeconds.ShouldBeInRange(label.StartSeconds, durationSeconds);
    }

    private static ClipPlan Plan(string? defect, int severity) => new()
    {
        Name = "clip-1", Seed = 11, Scene = SceneKind.Static, Control = "static", Defect = defect, Severity = severity,
        WidthPx = 160, HeightPx = 90, DurationSeconds = 1.2,
    };
}
