using System.Globalization;

namespace FunctionsPipeline.Calibration;

/// <summary>
/// A small disc thrown before a shot by an overlay whose place is a formula of time: rightly, or against gravity and momentum. Places are whole
/// pixels, as the overlay filter has them.
/// </summary>
internal sealed class FallingSprites(Random random, SourceShot shot)
{
    private readonly int _sizePx = (int)(shot.HeightPx * random.Between(0.12, 0.18));

    /// <summary>A disc that drops, bounces once and lies, or flies across.</summary>
    public string Clean()
    {
        var gravity = random.Between(0.9, 1.8) * shot.HeightPx;
        return random.Next(2) == 0 ? Graph(Drop(gravity)) : Graph(Flight(gravity, []));
    }

    /// <summary>A disc that breaks a law, and when.</summary>
    public (string Graph, Span Span) Of(string defect, int severity)
    {
        var gravity = random.Between(0.9, 1.6) * shot.HeightPx;
        double[] strengths = [0.3, 0.5, 0.75, 1, 1.5];
        double[] lengths = [0.25, 0.4, 0.6, 0.8, 1.2];
        var (strength, length) = (strengths[severity - 1], lengths[severity - 1]);
        var from = random.Between(0.3, 0.5);
        if (defect == DefectIds.MomentumViolation)
        {
            var at = random.Between(0.4, 0.7);
            var angle = random.Between(0, 2 * Math.PI);
            var push = strength * 0.9 * shot.HeightPx;
            return (Graph(Flight(gravity, [(at, piece => piece with { SpeedX = piece.SpeedX + push * Math.Cos(angle), SpeedY = piece.SpeedY + push * Math.Sin(angle) })])),
                new Span(at - 0.1, at + 0.2));
        }

        Func<Piece, Piece> change = defect == DefectIds.GravityInversion
            ? piece => piece with { Gravity = -strength * gravity }
            : piece => piece with { Gravity = 0, SpeedY = 0.3 * piece.SpeedY };
        return (Graph(Flight(gravity, [(from, change), (from + length, piece => piece with { Gravity = gravity })])), new Span(from, Math.Min(from + length, shot.DurationSeconds)));
    }

    private List<Piece> Drop(double gravity)
    {
        var floor = 0.9 * shot.HeightPx - _sizePx;
        var start = new Piece(0, shot.WidthPx * random.Between(0.2, 0.7), 0.05 * shot.HeightPx, random.Between(-0.1, 0.1) * shot.WidthPx, 0, gravity);
        var fall = Math.Sqrt(2 * (floor - start.Y) / gravity);
        var hit = start.At(fall);
        var bounce = hit with { Y = floor, SpeedY = -random.Between(0.4, 0.7) * hit.SpeedY };
        var rest = bounce.At(fall - 2 * bounce.SpeedY / gravity) with { Y = floor, SpeedX = 0, SpeedY = 0, Gravity = 0 };
        return [start, bounce, rest];
    }

    private List<Piece> Flight(double gravity, IReadOnlyList<(double Seconds, Func<Piece, Piece> Change)> events)
    {
        var side = SmoothMotion.Sign(random);
        var arc = random.Between(0.4, 0.55) * shot.HeightPx;
        var pieces = new List<Piece>
        {
            new(0, shot.WidthPx * (0.5 - 0.3 * side), 0.62 * shot.HeightPx, side * 0.3 * shot.WidthPx, -Math.Sqrt(2 * gravity * arc), gravity),
        };
        foreach (var (seconds, change) in events) pieces.Add(change(pieces[^1].At(seconds)));
        return pieces;
    }

    private string Graph(List<Piece> pieces)
    {
        var half = _sizePx / 2.0;
        var colour = Text($"0x{random.Next(0x40, 0xff):x2}{random.Next(0x20, 0x80):x2}{random.Next(0x10, 0xd0):x2}");
        var disc = Text($"color=c={colour}:s={_sizePx}x{_sizePx}:r={shot.FramesPerSecond}:d={shot.DurationSeconds + 0.5},format=yuva444p,geq=lum='lum(X,Y)*(1-0.3*mod(floor(X/6)+floor(Y/6),2))':cb='cb(X,Y)':cr='cr(X,Y)':a='255*clip({half}-hypot(X-{half - 0.5},Y-{half - 0.5}),0,1)'[disc]");
        return Text($"{disc};[in][disc]overlay=x='{Expression(pieces, piece => piece.FormulaX)}':y='{Expression(pieces, piece => piece.FormulaY)}':eval=frame:format=yuv444[out]");
    }

    private static string Expression(List<Piece> pieces, Func<Piece, string> formula)
    {
        var text = formula(pieces[^1]);
        for (var i = pieces.Count - 2; i >= 0; i--) text = Text($"if(lt(t,{pieces[i + 1].Seconds}),{formula(pieces[i])},{text})");
        return text;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A stretch of constant acceleration, pixels and seconds.</summary>
    private sealed record Piece(double Seconds, double X, double Y, double SpeedX, double SpeedY, double Gravity)
    {
        public string FormulaX => Text($"{X}+{SpeedX}*(t-{Seconds})");

        public string FormulaY => Text($"{Y}+{SpeedY}*(t-{Seconds})+{Gravity / 2}*(t-{Seconds})*(t-{Seconds})");

        public Piece At(double seconds)
        {
            var t = seconds - Seconds;
            return this with { Seconds = seconds, X = X + SpeedX * t, Y = Y + SpeedY * t + Gravity / 2 * t * t, SpeedY = SpeedY + Gravity * t };
        }
    }
}
