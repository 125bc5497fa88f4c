using System.Numerics;
using FunctionsPipeline.Simulator.Clips;
using FunctionsPipeline.Simulator.Clips.Defects;
using FunctionsPipeline.Simulator.Clips.Painting;

namespace FunctionsPipeline.Simulator.Tests.Clips;

/// <summary>Holds each defect's pictures against those of the same scene without it.</summary>
public sealed class DefectPixelTests
{
    private static readonly ClipFormat Format = ClipFormat.For("480p", "16:9", 2);

    public static TheoryData<string> Kinds => [.. DefectCatalog.All.Select(defect => defect.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_defect_shows_while_it_lasts_and_not_before(string kind)
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var (clean, defective) = Scripts(kind, seed);
            var occurrence = defective.Occurrences.Single();
            var differences = Differences(clean, defective);
            differences.Take(occurrence.StartFrame).ShouldAllBe(difference => difference == 0, $"{kind}, seed {seed}: before its start");
            differences.Skip(occurrence.StartFrame).Take(occurrence.EndFrame - occurrence.StartFrame + 4).Max()
                .ShouldBeGreaterThan(10, $"{kind}, seed {seed}: while it lasts");
        }
    }

    [Theory]
    [InlineData("warping")]
    [InlineData("melting")]
    [InlineData("texture-bleed")]
    [InlineData("spark")]
    public void A_local_defect_stays_in_its_box(string kind)
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var (clean, defective) = Scripts(kind, seed);
            var occurrence = defective.Occurrences.Single();
            var box = occurrence.Defect.Where(occurrence, defective.Scene, defective.Motion);
            // A pixel of chroma is two of luma wide, and a glow ends beyond its middle.
            const int Rim = 4;
            for (var frame = occurrence.StartFrame; frame < occurrence.EndFrame; frame += 5)
            {
                foreach (var (x, y) in ChangedPixels(clean, defective, frame))
                {
                    x.ShouldBeInRange(box.X - Rim, box.X + box.Width + Rim, $"{kind}, seed {seed}, frame {frame}");
                    y.ShouldBeInRange(box.Y - Rim, box.Y + box.Height + Rim, $"{kind}, seed {seed}, frame {frame}");
                }
            }
        }
    }

    [Fact]
    public void In_a_clean_scene_bodies_fall_with_one_acceleration()
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var script = new ClipScript(new ClipPlan(seed, Format, []));
            var expected = script.Scene.Gravity / (ClipFormat.FramesPerSecond * ClipFormat.FramesPerSecond);
            // The first few frames: nothing has met the floor yet.
            foreach (var second in SecondDifferences(script, body: 0, from: 0, to: 4)) second.Y.ShouldBe(expected, tolerance: 0.02f);
        }
    }

    [Fact]
    public void Without_gravity_bodies_move_in_straight_lines()
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var (_, script) = Scripts("zero-gravity", seed);
            var bends = SecondDifferences(script, body: 0, from: 0, to: Format.FrameCount - 2).Count(second => second.Length() > 0.05f);
            // A wall may turn a body, once or twice.
            bends.ShouldBeLessThanOrEqualTo(4);
        }
    }

    [Fact]
    public void With_gravity_inverted_bodies_end_near_the_top()
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var (clean, script) = Scripts("gravity-inversion", seed);
            AverageHeight(script).ShouldBeLessThan(AverageHeight(clean) - 20);
        }
    }

    [Fact]
    public void A_violation_of_momentum_turns_a_body_round_in_flight()
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var (clean, script) = Scripts("momentum-violation", seed);
            var occurrence = script.Occurrences.Single();
            var before = Step(clean, occurrence.Body, occurrence.StartFrame);
            var after = Step(script, occurrence.Body, occurrence.StartFrame);
            (before.X * after.X).ShouldBeLessThan(0);
            Vector2.Distance(before, after).ShouldBeGreaterThan(5);
        }
    }

    [Fact]
    public void Chromatic_aberration_moves_colours_and_leaves_brightness_alone()
    {
        var (clean, defective) = Scripts("chromatic-aberration", 3);
        var (with, without) = (new ScenePainter(defective).Paint(10), new ScenePainter(clean).Paint(10));
        with.Y.Samples.SequenceEqual(without.Y.Samples).ShouldBeTrue();
        with.U.Samples.SequenceEqual(without.U.Samples).ShouldBeFalse();
        with.V.Samples.SequenceEqual(without.V.Samples).ShouldBeFalse();
    }

    [Fact]
    public void Sparks_are_bright_and_green()
    {
        var (_, defective) = Scripts("spark", 2);
        var picture = new ScenePainter(defective).Paint(defective.Occurrences.Single().StartFrame + 4);
        var green = Enumerable.Range(0, picture.U.Length).Count(index => picture.U.Samples[index] < 110 && picture.V.Samples[index] < 70);
        green.ShouldBeGreaterThan(8);
    }

    [Fact]
    public void A_frozen_picture_stands_still_and_then_jumps()
    {
        var (_, defective) = Scripts("freeze", 4);
        var occurrence = defective.Occurrences.Single();
        var painter = new ScenePainter(defective);
        var frames = Enumerable.Range(0, Format.FrameCount).Select(frame => painter.Paint(frame).Bytes.ToArray()).ToArray();
        for (var frame = occurrence.StartFrame + 1; frame < occurrence.EndFrame; frame++) frames[frame].ShouldBe(frames[frame - 1]);
        frames[occurrence.EndFrame].ShouldNotBe(frames[occurrence.EndFrame - 1]);
    }

    [Fact]
    public void A_clean_clip_never_stands_still_and_never_changes_its_brightness_at_once()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var painter = new ScenePainter(new ClipScript(new ClipPlan(seed, Format, [])));
            var frames = Enumerable.Range(0, Format.FrameCount).Select(frame => painter.Paint(frame).Y.Samples.ToArray()).ToArray();
            for (var frame = 1; frame < frames.Length; frame++)
            {
                frames[frame].SequenceEqual(frames[frame - 1]).ShouldBeFalse($"seed {seed}, frame {frame}");
                Math.Abs(frames[frame].Average(sample => sample) - frames[frame - 1].Average(sample => sample)).ShouldBeLessThan(1.5);
            }
        }
    }

    private static (ClipScript Clean, ClipScript Defective) Scripts(string kind, ulong seed) =>
        (new ClipScript(new ClipPlan(seed, Format, [])), new ClipScript(new ClipPlan(seed, Format, [DefectCatalog.Named(kind)])));

    // Sum over a frame of the differences of all samples, per 1000 samples.
    private static double[] Differences(ClipScript clean, ClipScript defective)
    {
        ScenePainter with = new(defective), without = new(clean);
        var differences = new double[Format.FrameCount];
        for (var frame = 0; frame < differences.Length; frame++)
        {
            byte[] left = with.Paint(frame).Bytes, right = without.Paint(frame).Bytes;
            long sum = 0;
            for (var index = 0; index < left.Length; index++) sum += Math.Abs(left[index] - right[index]);
            differences[frame] = sum * 1000.0 / left.Length;
        }

        return differences;
    }

    private static List<(int X, int Y)> ChangedPixels(ClipScript clean, ClipScript defective, int frame)
    {
        Picture with = new ScenePainter(defective).Paint(frame), without = new ScenePainter(clean).Paint(frame);
        var changed = new List<(int, int)>();
        for (var y = 0; y < with.Height; y++)
        {
            for (var x = 0; x < with.Width; x++)
            {
                if (with.Y.Row(y)[x] != without.Y.Row(y)[x]) changed.Add((x, y));
            }
        }

        return changed;
    }

    private static IEnumerable<Vector2> SecondDifferences(ClipScript script, int body, int from, int to)
    {
        for (var frame = from; frame < to; frame++) yield return Step(script, body, frame + 1) - Step(script, body, frame);
    }

    private static Vector2 Step(ClipScript script, int body, int frame) => script.Motion.OnScreen(body, frame + 1) - script.Motion.OnScreen(body, frame);

    private static float AverageHeight(ClipScript script) => Enumerable.Range(0, script.Scene.Bodies.Count)
        .SelectMany(body => Enumerable.Range(Format.FrameCount / 2, Format.FrameCount / 2).Select(frame => script.Motion.OnScreen(body, frame).Y))
        .Average();
}
