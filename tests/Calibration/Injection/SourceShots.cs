using System.Globalization;

namespace FunctionsPipeline.Calibration;

/// <summary>The shots of the second generator: real footage where it is there, and synthetic sources.</summary>
internal sealed class SourceShots(Random random, string? footageFolder)
{
    /// <summary>When a car comes into the street; it is empty most of the time.</summary>
    private static readonly double[] StreetSeconds = [4.6, 5.2, 15, 15.4, 25.2];

    /// <summary>A shot for a defect: one in which the defect can be seen.</summary>
    public SourceShot For(string defect)
    {
        var needsMotion = defect is DefectIds.Freeze or DefectIds.Duplicate;
        return HasFootage && random.Next(3) > 0 ? Footage(needsMotion) : Synthetic(defect is DefectIds.Flicker or DefectIds.Black);
    }

    public bool HasFootage => footageFolder is not null && Directory.Exists(footageFolder);

    /// <summary>A part of one of the videos, half of them panned over.</summary>
    /// <param name="mustMove">Always pans: the street is empty at times.</param>
    public SourceShot Footage(bool mustMove = false)
    {
        var isPanned = random.Next(2) == 0 || mustMove;
        var (driftX, driftY) = isPanned ? (random.Between(15, 60) * SmoothMotion.Sign(random), random.Between(-15, 15)) : (0.0, 0.0);
        if (random.Next(3) == 0)
        {
            // The street: 768 x 432 at 12.5 frames a second, 30 seconds.
            var (width, height) = isPanned ? (480, 270) : (640, 360);
            var window = new FootageWindow(
                (768 - width) / 2 - (int)(1.25 * driftX), (432 - height) / 2 - (int)(1.25 * driftY), width, height, driftX, driftY);
            return SourceShot.Footage(Path.Combine(footageFolder!, "car-detection.mp4"), StreetSeconds[random.Next(StreetSeconds.Length)] + random.Between(0, 0.6), 12.5, 2.6, window);
        }

        var (cropWidth, cropHeight) = isPanned ? (400, 300) : (640, 480);
        var gesture = random.Next(2) == 0 ? "gesture-book.mkv" : "gesture-walk.mkv";
        return SourceShot.Footage(
            Path.Combine(footageFolder!, gesture), random.Between(0, 0.4), 30, 2.2,
            new FootageWindow((640 - cropWidth) / 2 - (int)driftX, (480 - cropHeight) / 2 - (int)driftY, cropWidth, cropHeight, driftX, driftY));
    }

    /// <summary>Mandelbrot's set zoomed into, test cards under a moving crop, drifting gradients with a ball before them.</summary>
    /// <param name="mayBePlain">Whether the gradients, which have no structure and hardly move, will do.</param>
    public SourceShot Synthetic(bool mayBePlain = true)
    {
        var (width, height) = random.Next(2) == 0 ? (480, 270) : (426, 240);
        var rate = random.Next(2) == 0 ? 25 : 30;
        var duration = random.Between(2, 2.5);
        var speed = random.Between(20, 80) * SmoothMotion.Sign(random);
        var pan = Text($"crop={width}:{height}:x='{width / 2}+{speed}*(t-1.2)':y='{height / 2}+{speed * 0.3}*(t-1.2)'");
        var seed = random.Next(1, 1_000_000);
        return random.Next(mayBePlain ? 4 : 3) switch
        {
            0 => SourceShot.Synthetic(
                "mandelbrot-zoom", Text($"mandelbrot=s={width}x{height}:r={rate}:start_scale={random.Between(0.2, 1)}:end_scale=0.05:end_pts=300"), "format=yuv444p,setsar=1", width, height, rate, duration),
            1 => SourceShot.Synthetic(
                "pattern-pan", Text($"life=s={width}x{height}:r={rate}:seed={seed}:ratio=0.3:mold=0:life_color=0xd8c8a0:death_color=0x204060"),
                Text($"trim=end_frame=1,loop=loop=400:size=1,setpts=N/{rate}/TB,scale={2 * width}:{2 * height}:flags=bicubic,format=yuv444p,gblur=sigma=2,{pan},setsar=1"), width, height, rate, duration),
            3 => SourceShot.Synthetic(
                "gradients", Text($"gradients=s={width}x{height}:r={rate}:seed={seed}:n=5:speed=0.004:nb_colors=5"),
                Text($"format=yuv444p,noise=alls=3:all_seed={seed},drawbox=x=60:y=50:w=70:h=60:c=0xb06030:t=fill,setsar=1"), width, height, rate, duration),
            _ => SourceShot.Synthetic(
                "card-pan", Text($"testsrc=s={2 * width}x{2 * height}:r={rate}"),
                Text($"trim=end_frame=1,loop=loop=400:size=1,setpts=N/{rate}/TB,format=yuv444p,gblur=sigma=1,{pan},setsar=1"), width, height, rate, duration),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
