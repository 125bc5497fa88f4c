namespace FunctionsPipeline.Analysis;

/// <summary>What happens between two pieces of a path: how velocity and place jump, and what could have done it.</summary>
internal sealed class FlightJump
{
    /// <summary>Points that fix velocity and acceleration.</summary>
    private const int PointsMin = 6;

    /// <summary>Frames between the pieces in which nobody saw what happened.</summary>
    private const int GapFramesMax = 4;

    /// <summary>Frames between the pieces, those among them in which the body was seen but fits neither.</summary>
    private const int BetweenFramesMax = 8;

    /// <summary>A jump of the velocity above this is a push; see <see cref="Strength"/>.</summary>
    private const double PushMax = 0.35;

    /// <summary>Deviations that make a jump certain.</summary>
    private const double SureSigmas = 6;

    /// <summary>Two accelerations within so many deviations may be the same.</summary>
    private const double AlikeSigmas = 2.5;

    /// <summary>What moves less before the jump lies or is held, picture heights.</summary>
    private const double MovedMin = 0.02;

    /// <summary>The same in sizes of the body.</summary>
    private const double MovedSizesMin = 0.25;

    /// <summary>Speed that is added to the body's own so that slow things do not leap, picture heights a second.</summary>
    private const double SlowSpeed = 0.25;

    /// <summary>What a bounce may keep of the speed; above 1 for the error of reading it.</summary>
    private const double RestitutionMax = 1.15;

    /// <summary>What a floor or wall may change along itself in shares of what it changes away from itself: grip and spin.</summary>
    private const double GripMax = 0.6;

    /// <summary>How far from the border the unseen side of a room may be, as a share of the picture's long side.</summary>
    private const double WallShare = 0.08;

    /// <summary>A leap shorter than this share of the body may be a slip of its outline.</summary>
    private const double LeapSizesMin = 0.3;

    /// <summary>The leap that weighs as much as losing all speed, picture heights.</summary>
    private const double LeapUnit = 0.2;

    /// <summary>Cosine of the angle between a push and the way from what pushes: grip and round things turn it by less than 60 degrees.</summary>
    private const double PushCosineMin = 0.5;

    /// <summary>Two bodies that run together have at most so much of their areas.</summary>
    private const double BothMax = 1.3;

    /// <summary>Frames before a push in which a body is looked for beside what pushed it.</summary>
    private const int CameFrames = 4;

    /// <summary>Times tried between two frames for the moment of a push.</summary>
    private const int MomentSteps = 16;

    private readonly FlightPath _path;
    private readonly FlightPiece _seenBefore;
    private readonly FlightPiece _seenAfter;
    private readonly double _jumpX;
    private readonly double _jumpY;

    private FlightJump(FlightPath path, (FlightPiece Before, FlightPiece After) seen, FlightPiece before, FlightPiece after)
    {
        (_path, _seenBefore, _seenAfter, Before, After) = (path, seen.Before, seen.After, before, after);
        (Seconds, LeapPx) = Nearest(before, after);
        Velocity = before.VelocityAt(Seconds);
        VelocityAfter = after.VelocityAt(Seconds);
        (_jumpX, _jumpY) = (VelocityAfter.X - Velocity.X, VelocityAfter.Y - Velocity.Y);
    }

    public FlightPiece Before { get; }

    public FlightPiece After { get; }

    /// <summary>When it happens.</summary>
    public double Seconds { get; }

    /// <summary>Velocity before, pixels a second.</summary>
    public (double X, double Y) Velocity { get; }

    /// <summary>Velocity after, pixels a second.</summary>
    public (double X, double Y) VelocityAfter { get; }

    /// <summary>How far the body leaps, pixels; a mere push leaves 0.</summary>
    public double LeapPx { get; }

    private double PushPx => Length((_jumpX, _jumpY));

    /// <summary>True when push or leap stands clear of the errors of both fits.</summary>
    public bool IsSure => IsPush || IsLeap;

    private bool IsPush => PushPx >= SureSigmas * Length((Before.EndVelocitySigma, After.EndVelocitySigma));

    private bool IsLeap => LeapPx >= Math.Max(SureSigmas * Length((Before.EndPositionSigma, After.EndPositionSigma)), LeapSizesMin * _path.SizePx);

    /// <summary>True when a body goes on from one piece to the next without a push.</summary>
    public static bool GoesOn(TrackedScene scene, FlightPath path, FlightPiece before, FlightPiece after) =>
        Between(path, before, after) is { } jump && jump.Strength(scene) <= PushMax;

    /// <summary>The jump between neighbouring pieces; null when both are short or they lie apart.</summary>
    public static FlightJump? Between(FlightPath path, FlightPiece before, FlightPiece after)
    {
        if (path.Points[after.First].Frame - path.Points[before.Last].Frame > BetweenFramesMax) return null;
        for (var i = before.Last; i < after.First; i++)
        {
            if (path.Points[i + 1].Frame - path.Points[i].Frame > GapFramesMax) return null;
        }

        var (isShortBefore, isShortAfter) = (IsShort(before), IsShort(after));
        if (isShortBefore && isShortAfter) return null;

        // Gravity is the same on both sides, so a short side borrows it.
        var seen = (before, after);
        if (isShortBefore) before = FlightPiece.WithAcceleration(path.Points, before, after, path.SigmaPx);
        if (isShortAfter) after = FlightPiece.WithAcceleration(path.Points, after, before, path.SigmaPx);
        return new FlightJump(path, seen, before, after);
    }

    private static bool IsShort(FlightPiece piece) => piece.Points < PointsMin && !piece.IsFlight && !piece.IsBetweenFlights;

    /// <summary>
    /// True when the body flies up to the jump and behind it: it falls freely on one side, and nothing on the other speaks against the same
    /// fall. Where nothing is known of the scene both must be seen.
    /// </summary>
    public bool IsInFlight(TrackedScene scene, bool isBallistic)
    {
        if (!HasMoved(scene)) return false;
        var (before, after) = (FlightRules.IsFallingBefore(scene, _path, _seenBefore), FlightRules.IsFallingBehind(scene, _path, _seenAfter));
        if (!isBallistic) return before && after;
        var bend = Length((Before.AccelerationX - After.AccelerationX, Before.AccelerationY - After.AccelerationY));
        return (before || after) && bend <= AlikeSigmas * Length((Before.AccelerationSigma, After.AccelerationSigma));
    }

    private bool HasMoved(TrackedScene scene) =>
        FlightRules.WayPx(_path, _seenBefore) >= Math.Max(MovedMin * scene.HeightPx, MovedSizesMin * _path.SizePx);

    /// <summary>True when the border, another body or a floor can have done it.</summary>
    public bool HasContact(TrackedScene scene) => IsAtBorder(scene) || HasNeighbour(scene) || (!IsLeap && IsFloorBounce(scene));

    /// <summary>The push in shares of the speed before it, or the leap in shares of <see cref="LeapUnit"/>, whichever is more.</summary>
    public double Strength(TrackedScene scene)
    {
        var speed = Math.Max(Length(Velocity), Length(Before.VelocityAt(Before.StartSeconds)));
        var push = IsPush ? PushPx / (speed + SlowSpeed * scene.HeightPx) : 0;
        return Math.Max(push, IsLeap ? LeapPx / (LeapUnit * scene.HeightPx) : 0);
    }

    /// <summary>True when the push points away from a border close by, as from a wall just out of sight.</summary>
    private bool IsAtBorder(TrackedScene scene)
    {
        if (IsLeap) return false;
        var reach = 2 + Length(Velocity) * scene.StepSeconds;

        // A wall out of sight holds back what bounces off it a little before the border, but gives it no speed.
        if (Length(VelocityAfter) <= RestitutionMax * Length(Velocity)) reach = Math.Max(reach, WallShare * Math.Max(scene.WidthPx, scene.HeightPx));
        foreach (var point in AroundIt())
        {
            var blob = point.Blob;
            var fromSide = (blob.Left < reach && _jumpX > 0) || (scene.WidthPx - 1 - blob.Right < reach && _jumpX < 0);
            var fromEnd = (blob.Top < reach && _jumpY > 0) || (scene.HeightPx - 1 - blob.Bottom < reach && _jumpY < 0);
            if (fromSide && Math.Abs(_jumpY) <= GripMax * Math.Abs(_jumpX) && CanBounce(Velocity.X, _jumpX)) return true;
            if (fromEnd && Math.Abs(_jumpX) <= GripMax * Math.Abs(_jumpY) && CanBounce(Velocity.Y, _jumpY)) return true;
        }

        return false;
    }

    /// <summary>True when a wall that stands still can have changed a speed towards it by so much.</summary>
    private bool CanBounce(double speed, double jump) =>
        Math.Abs(jump) <= (1 + RestitutionMax) * Math.Max(0, -speed * Math.Sign(jump)) + AlikeSigmas * Length((Before.EndVelocitySigma, After.EndVelocitySigma));

    private bool HasNeighbour(TrackedScene scene)
    {
        // Between two frames both may come closer than in either.
        var closePx = FlightRules.ClosePx(_path) + 1.5 * Math.Max(Length(Velocity), Length(VelocityAfter)) * scene.StepSeconds;
        return AroundIt().Any(point => point.NeighbourGapPx < closePx && PushesAway(point) && !FliesOn(scene, point));
    }

    /// <summary>
    /// True when the push leads away from the neighbour of a point, as far as its box shows where it is: from the side at which the body
    /// came. Over a leap nothing is known of it, nor is it when the body was before it all the time.
    /// </summary>
    private bool PushesAway(BodyPoint point)
    {
        if (IsLeap || point.Neighbour is not { } neighbour) return true;
        for (var i = Math.Min(After.First + 1, _path.Points.Count - 1); i >= Math.Max(0, Before.Last - CameFrames); i--)
        {
            var body = _path.Points[i].Blob;
            if (_path.Points[i].Frame > point.Frame) continue;
            var (x, y) = (Away(body.X, neighbour.Left, neighbour.Right), Away(body.Y, neighbour.Top, neighbour.Bottom));
            var distance = Length((x, y));
            if (distance > 0) return x * _jumpX + y * _jumpY >= PushCosineMin * distance * PushPx;
        }

        return true;

        static double Away(double place, double from, double to) => place < from ? place - from : Math.Max(0, place - to);
    }

    /// <summary>True when the neighbour of a point is in a flight of its own that goes on as if nothing had been: it pushed nobody.</summary>
    private bool FliesOn(TrackedScene scene, BodyPoint point)
    {
        foreach (var other in scene.Paths)
        {
            if (ReferenceEquals(other, _path)) continue;
            var isIt = other.All.Any(theirs => theirs.Frame == point.Frame && IsNeighbour(point, theirs.Blob));
            if (!isIt) continue;
            var (from, to) = (Seconds - 2 * scene.StepSeconds, Seconds + 2 * scene.StepSeconds);
            return other.Pieces.Any(piece => piece.IsFlight && piece.StartSeconds <= from && piece.EndSeconds >= to);
        }

        return false;
    }

    /// <summary>True when a body is the neighbour of a point, or runs together with the body into one blob.</summary>
    private static bool IsNeighbour(BodyPoint point, Blob body)
    {
        if (point.Neighbour is not { } neighbour) return false;
        var isInside = body.X >= neighbour.Left && body.X <= neighbour.Right && body.Y >= neighbour.Top && body.Y <= neighbour.Bottom;
        return isInside && neighbour.AreaPx <= BothMax * (body.AreaPx + point.Blob.AreaPx);
    }

    /// <summary>True for a bounce off, or a landing on, something below that the body never passes through.</summary>
    private bool IsFloorBounce(TrackedScene scene)
    {
        if (Velocity.Y <= 0 || _jumpY >= 0 || Math.Abs(_jumpX) > GripMax * Math.Abs(_jumpY)) return false;
        if (Length(VelocityAfter) > RestitutionMax * Length(Velocity)) return false;
        var level = Math.Max(Before.PositionAt(Seconds).Y, After.PositionAt(Seconds).Y);
        var lowest = _path.Points.Max(point => point.Y);
        return lowest <= level + Math.Max(0.5 * _path.SizePx, 0.04 * scene.HeightPx);
    }

    private IEnumerable<BodyPoint> AroundIt()
    {
        for (var i = Math.Max(0, Before.Last - 1); i <= Math.Min(_path.Points.Count - 1, After.First + 1); i++) yield return _path.Points[i];
    }

    /// <summary>The moment between two pieces at which they come closest, and how close.</summary>
    private static (double Seconds, double DistancePx) Nearest(FlightPiece before, FlightPiece after)
    {
        var (best, bestDistance) = (before.EndSeconds, double.PositiveInfinity);
        for (var step = 0; step <= MomentSteps; step++)
        {
            var seconds = before.EndSeconds + (after.StartSeconds - before.EndSeconds) * step / MomentSteps;
            var (one, other) = (before.PositionAt(seconds), after.PositionAt(seconds));
            var distance = Length((one.X - other.X, one.Y - other.Y));
            if (distance < bestDistance) (best, bestDistance) = (seconds, distance);
        }

        return (best, bestDistance);
    }

    private static double Length((double X, double Y) vector) => Math.Sqrt(vector.X * vector.X + vector.Y * vector.Y);
}
