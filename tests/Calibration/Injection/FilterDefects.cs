using System.Globalization;

namespace FunctionsPipeline.Calibration;

/// <summary>
/// Defects as graphs of ffmpeg filters from <c>[in]</c> to <c>[out]</c>: written apart from the painted ones, with other edges, roundings and
/// shapes, so that what was fitted on those shows here whether it holds.
/// </summary>
internal sealed class FilterDefects(Random random, SourceShot shot, Func<double, double, PixelBox> placeOf)
{
    private readonly double _start = random.Between(0.1, 0.3) * shot.DurationSeconds;

    /// <summary>The graph of a defect, and when it acts.</summary>
    public (string Graph, Span Span) Of(string defect, int severity)
    {
        var rest = new Span(_start, shot.DurationSeconds);
        return defect switch
        {
            DefectIds.Warping => (Warp(severity), rest),
            DefectIds.Melting => (Melt(severity), rest),
            DefectIds.Flicker => (Flicker(severity), rest),
            DefectIds.Freeze => Freeze(severity),
            DefectIds.Duplicate => Repeat(severity),
            DefectIds.Black => Black(severity),
            DefectIds.Spark => (Sparks(severity), rest),
            DefectIds.ChromaticAberration => (Shift(severity), rest),
            DefectIds.TextureBleed => (Bleed(severity), rest),
            _ => throw new ArgumentOutOfRangeException(nameof(defect), defect, "No such defect."),
        };
    }

    private string Enable => Text($"enable='gte(t,{_start})'");

    private (int X, int Y, int Width, int Height) Box()
    {
        var place = placeOf(shot.WidthPx * random.Between(0.25, 0.4), shot.HeightPx * random.Between(0.3, 0.45));
        return ((int)place.X, (int)place.Y, (int)place.Width, (int)place.Height);
    }

    /// <summary>Maps at half size, because expressions are slow; displaced at twice the size, because displacement is in whole pixels.</summary>
    private string Displace(string mapX, string mapY)
    {
        var big = Text($"scale={2 * shot.WidthPx}:{2 * shot.HeightPx}:flags=bicubic");

        // All three planes take the same map, put together from grey so that no range is converted.
        string Map(string from, string expression, string to) =>
            $"[{from}]geq=lum='{expression}',{big},split=3[{to}a][{to}b][{to}c];[{to}a][{to}b][{to}c]mergeplanes=0x001020:yuv444p[{to}]";
        return Text(
            $"nullsrc=s={shot.WidthPx / 2}x{shot.HeightPx / 2}:r={shot.FramesPerSecond}:d={shot.DurationSeconds + 0.2},format=gray,split[m1][m2];{Map("m1", mapX, "mx")};{Map("m2", mapY, "my")};[in]{big},format=yuv444p[big];[big][mx][my]displace=edge=smear,scale={shot.WidthPx}:{shot.HeightPx}:flags=area[out]");
    }

    // 128 is no displacement; the half lets geq round where it would cut off.
    private string Warp(int severity)
    {
        double[] shares = [0.004, 0.0065, 0.011, 0.017, 0.025];
        var (x, y, width, height) = Box();

        // In map pixels, half the frame's; amplitude in pixels of twice the frame.
        var mask = Text($"exp(-2.5*(pow((X-{(x + width / 2) / 2})/{width / 4.0},2)+pow((Y-{(y + height / 2) / 2})/{height / 4.0},2)))");
        var amplitude = 2 * shares[severity - 1] * shot.HeightPx;
        var hertz = random.Between(0.8, 2);
        string Wave(double phase, char along) => Text(
            $"128.5+{amplitude}*gte(T,{_start})*{mask}*sin(6.283*({hertz}*T+{along}/{height / 3.0})+{phase})");
        return Displace(Wave(random.Between(0, 6), 'Y'), Wave(random.Between(0, 6), 'X'));
    }

    private string Melt(int severity)
    {
        double[] shares = [0.025, 0.04, 0.065, 0.1, 0.15];
        var (x, y, width, height) = Box();
        var mask = Text($"between(X,{x / 2},{(x + width) / 2})*clip((Y-{y / 2})/{height / 2.0},0,1)*lt(Y,{(y + 1.3 * height) / 2})");
        var amount = Math.Min(120, 2 * shares[severity - 1] * shot.HeightPx);
        var progress = Text($"clip((T-{_start})/{shot.DurationSeconds - _start},0,1)");
        return Displace("128", Text($"128.5-{amount}*{progress}*{mask}*(0.7+0.3*sin(X/{random.Between(2, 5)}+{random.Between(0, 6)}))"));
    }

    private string Flicker(int severity)
    {
        double[] levels = [0.008, 0.016, 0.03, 0.06, 0.11];
        var hertz = Math.Min(random.Between(2, 12), 0.45 * shot.FramesPerSecond);
        var wave = random.Next(2) == 0 ? Text($"sin(6.2832*{hertz}*t)") : Text($"(2*random(1)-1)");
        var filter = Text($"eq=brightness='{levels[severity - 1]}*{wave}*gte(t,{_start})':eval=frame");
        if (random.Next(3) > 0) return $"[in]{filter}[out]";
        var (x, y, width, height) = Box();
        return Text($"[in]split[whole][part];[part]crop={width}:{height}:{x}:{y},{filter}[lit];[whole][lit]overlay={x}:{y}:format=yuv444[out]");
    }

    private (string Graph, Span Span) Freeze(int severity)
    {
        double[] seconds = [0.2, 0.35, 0.6, 1, 1.5];
        var count = (int)Math.Max(2, Math.Round(Math.Min(seconds[severity - 1], 0.65 * shot.DurationSeconds) * shot.FramesPerSecond));
        var first = (int)(random.Between(0.1, 0.3) * shot.Frames);
        return (Text($"[in]loop=loop={count}:size=1:start={first},setpts=N/{shot.FramesPerSecond}/TB[out]"),
            new Span(first / shot.FramesPerSecond, (first + count + 1) / shot.FramesPerSecond));
    }

    private (string Graph, Span Span) Repeat(int severity)
    {
        // Of so many frames, the last shows the one before it once more.
        int[] periods = [30, 16, 9, 5, 3];
        var period = Math.Min(periods[severity - 1], shot.Frames / 2);
        var map = string.Join(' ', Enumerable.Range(0, period).Select(number => number == period - 1 ? number - 1 : number));
        return ($"[in]shuffleframes={map}[out]", new Span((period - 2) / shot.FramesPerSecond, shot.DurationSeconds));
    }

    private (string Graph, Span Span) Black(int severity)
    {
        double[] seconds = [0.05, 0.12, 0.25, 0.5, 1];
        var end = _start + Math.Max(seconds[severity - 1], 1.01 / shot.FramesPerSecond);
        return (Text($"[in]drawbox=c=black:t=fill:enable='between(t,{_start},{end})'[out]"), new Span(_start, end));
    }

    private string Sparks(int severity)
    {
        int[] perSecond = [4, 8, 15, 28, 50];
        string[] colours = ["0x30ff80", "0x30ff80", "white", "0xff9020", "0xff30e0"];
        var colour = colours[random.Next(colours.Length)];
        var (left, top, width, height) = random.Next(2) == 0 ? Box() : (0, 0, shot.WidthPx, shot.HeightPx);
        var alpha = 0.5 + 0.1 * severity;
        var boxes = Enumerable.Range(0, (int)(perSecond[severity - 1] * (shot.DurationSeconds - _start))).Select(_ =>
        {
            var first = random.Next((int)(_start * shot.FramesPerSecond), shot.Frames);
            var size = 2 + random.Next(Math.Max(2, shot.HeightPx / 90));
            return Text($"drawbox=x={left + random.Next(width - size)}:y={top + random.Next(height - size)}:w={size}:h={size}:c={colour}@{alpha}:t=fill:enable='between(n,{first},{first + random.Next(1, 4)})'");
        });
        return $"[in]format=yuv444p,{string.Join(',', boxes)}[out]";
    }

    private string Shift(int severity)
    {
        var pixels = (int)Math.Round(new[] { 1, 1.5, 2.5, 4, 6 }[severity - 1] * Math.Max(1, shot.WidthPx / 480.0));

        // Whole pixels; the two lowest severities differ by the direction that is shifted.
        var across = severity == 1 ? $"rh={pixels}" : $"rh={pixels}:bh={-pixels}";
        var down = random.Next(2) == 0 ? "" : $":rv={pixels / 2}:bv={-pixels / 2}";
        var filter = $"format=gbrp,rgbashift={across}{down}:edge=smear,format=yuv444p";
        return random.Next(3) > 0 ? $"[in]split[a][b];[b]{filter}[s];[a][s]overlay=0:0:format=yuv444:{Enable}[out]" : Local(filter);
    }

    private string Local(string filter)
    {
        var (x, y, width, height) = Box();
        return Text($"[in]split[whole][part];[part]crop={width}:{height}:{x}:{y},{filter}[s];[whole][s]overlay={x}:{y}:format=yuv444:{Enable}[out]");
    }

    private string Bleed(int severity)
    {
        double[] strengths = [0.2, 0.35, 0.5, 0.7, 0.9];
        var (x, y, width, height) = Box();
        var strength = strengths[severity - 1];

        // A patch from beside the place grows over it.
        var fromX = x + width < shot.WidthPx - width / 2 ? x + width / 2 : Math.Max(0, x - width / 2);
        var growth = Text($"clip(0.35+0.65*(T-{_start})/{shot.DurationSeconds - _start},0,1)*gte(T,{_start})");
        var alpha = Text($"255*{strength}*clip((({growth})-hypot((X-{width / 2.0})/{width / 2.0},(Y-{height / 2.0})/{height / 2.0}))*4,0,1)");
        return Text(
            $"[in]split[whole][part];[part]crop={width}:{height}:{fromX}:{y},format=yuva444p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='{alpha}'[patch];[whole][patch]overlay={x}:{y}:format=yuv444[out]");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
