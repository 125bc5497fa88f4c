namespace FunctionsPipeline.Analysis;

/// <summary>
/// The displacement of red and blue against green under which they agree best: over a part of the frame one shift each, over the whole
/// frame a shift and a growth from the middle outwards, as a lens with lateral chromatic aberration makes it.
/// </summary>
/// <param name="reach">Greatest displacement, pixels of <see cref="ColourDetail"/>.</param>
/// <param name="chromaPlacePx">How far to the side both colours may be placed together without a defect: writers sample chroma differently.</param>
internal sealed class AberrationFit(int reach, double chromaPlacePx)
{
    private const int Colours = 2;

    /// <summary>What all that is known being in one row or column weighs in <see cref="Doubt"/>.</summary>
    private const double LineWeight = 0.5;

    /// <summary>What a step must be worth at least; less is rounding.</summary>
    private const double WorthMin = 1e-9;

    /// <summary>Steps in which a displacement by whole pixels is refined.</summary>
    private static readonly double[] Steps = [0.5, 0.25, 0.125, 0.0625];

    private readonly List<(ColourAgreement Agreement, double X, double Y)> _parts = [];

    /// <summary>All parts as one: without growth a displacement is the same in each, and one table is looked up instead of many.</summary>
    private readonly ColourAgreement _together = new(default, []);
    private readonly List<(ColourAgreement Agreement, double X, double Y)> _searched = [];
    private readonly Displacement[] _best = new Displacement[Colours];
    private readonly double[] _shares = new double[Colours];
    private readonly double[] _there = new double[(2 * reach + 1) * (2 * reach + 1)];
    private readonly double[] _opposite = new double[(2 * reach + 1) * (2 * reach + 1)];

    /// <summary>
    /// How far the parts of the frame agree on the direction: what agrees better there than the other way, less what agrees worse, as a
    /// share of both, -1 to 1. Chance goes one way here and the other way there.
    /// </summary>
    public double Coherence { get; private set; }

    /// <summary>
    /// How far <see cref="Coherence"/> may be off by chance, 0 to 1: one over the root of the number of parts that count in it. One long edge
    /// goes through many parts, and all of them say the same.
    /// </summary>
    public double Doubt { get; private set; }

    /// <summary>How much better colours agree there than the other way, for a patch and colour, 0 to 1.</summary>
    public double Gain { get; private set; }

    /// <summary>Mean square displacement of red and blue at a place, square root, pixels.</summary>
    /// <param name="x">From the middle of the frame to its right border, -1 to 1.</param>
    /// <param name="y">From the middle downwards, in the same unit as <paramref name="x"/>.</param>
    public double LengthAt(double x, double y)
    {
        var (firstX, firstY) = _best[0].At(x, y);
        var (secondX, secondY) = _best[1].At(x, y);
        var common = (_shares[0] * firstX + _shares[1] * secondX) / Colours;
        var placed = Math.Clamp(common, -chromaPlacePx, chromaPlacePx);
        (firstX, secondX) = (_shares[0] * firstX - placed, _shares[1] * secondX - placed);
        (firstY, secondY) = (_shares[0] * firstY, _shares[1] * secondY);
        return Math.Sqrt((firstX * firstX + firstY * firstY + secondX * secondX + secondY * secondY) / Colours);
    }

    /// <summary>The lesser displacement of the two colours in the middle, pixels.</summary>
    public double LesserLength()
    {
        var (first, second) = (_best[0].LengthSquared(), _best[1].LengthSquared());
        return Math.Min(_shares[0] * Math.Sqrt(first), _shares[1] * Math.Sqrt(second));
    }

    /// <summary>Starts anew.</summary>
    public void Clear() => _parts.Clear();

    /// <summary>Adds a part of the frame whose middle is at (x, y), see <see cref="LengthAt"/>.</summary>
    public void Add(ColourAgreement agreement, double x, double y)
    {
        if (agreement.Patches > 0) _parts.Add((agreement, x, y));
    }

    /// <summary>Finds the displacement of what was added.</summary>
    /// <param name="hasGrowth">False holds the growth at 0.</param>
    /// <param name="isFine">False leaves the displacement at half pixels, which is much cheaper.</param>
    public void Solve(bool hasGrowth, bool isFine = true)
    {
        _searched.Clear();
        if (hasGrowth)
        {
            _searched.AddRange(_parts);
        }
        else
        {
            _together.Clear();
            foreach (var part in _parts) _together.Add(part.Agreement);
            _searched.Add((_together, 0, 0));
        }

        for (var colour = 0; colour < Colours; colour++)
        {
            var best = Search(colour, hasGrowth ? reach : 0);
            _best[colour] = Refine(colour, best, hasGrowth, isFine ? Steps.Length : 1);
            _shares[colour] = Share(colour, _best[colour]);
        }

        Judge();
    }

    /// <summary>Judges how the parts agree.</summary>
    private void Judge()
    {
        var leads = new List<(double Lead, double X, double Y)>(_parts.Count);
        foreach (var part in _parts) leads.Add((Lead(part, 0, _best[0]) + Lead(part, 1, _best[1]), part.X, part.Y));
        var (sum, both) = (leads.Sum(part => part.Lead), leads.Sum(part => Math.Abs(part.Lead)));
        (Coherence, Gain, Doubt) = (0, 0, 1);
        if (both <= 0) return;
        var cells = Spread(leads.Select(part => part.Lead));
        var lines = Math.Max(
            Spread(leads.GroupBy(part => part.X).Select(column => column.Sum(part => Math.Abs(part.Lead)))),
            Spread(leads.GroupBy(part => part.Y).Select(row => row.Sum(part => Math.Abs(part.Lead)))));
        (Coherence, Gain) = (sum / both, sum / Colours / _parts.Sum(part => part.Agreement.Patches));
        Doubt = Math.Max(cells, LineWeight * lines);

        double Spread(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value)) / both;
    }

    /// <summary>
    /// What part of a displacement there is, 0 to 1. Where edges lie beside each other by less than they are wide, or some lie on each other
    /// because compression took their colour away, agreement one way leads by a part of what there is to lead by.
    /// </summary>
    private double Share(int colour, Displacement displacement)
    {
        // What leads most at the end of the search has no best place.
        if (Math.Max(Math.Abs(displacement.X), Math.Abs(displacement.Y)) >= reach) return 0;
        var share = Share(Sum(colour, displacement), Sum(colour, displacement.Opposite()), Sum(colour, default));
        return share * share;
    }

    private static double Share(double there, double opposite, double none)
    {
        var range = Math.Max(there, none) - opposite;
        return range > 0 ? Math.Clamp((there - opposite) / range, 0, 1) : 0;
    }

    /// <summary>The best displacement by whole pixels.</summary>
    private Displacement Search(int colour, int growthMax)
    {
        var (best, greatest, none) = (default(Displacement), 0.0, Sum(colour, default));
        for (var growth = 0; growth <= growthMax; growth++)
        {
            SumMoves(colour, growth);
            for (var y = -reach; y <= reach; y++)
            {
                for (var x = -reach; x <= reach; x++)
                {
                    var displacement = new Displacement(x, y, growth);
                    var (there, opposite) = (_there[Move(x, y)], _opposite[Move(-x, -y)]);
                    var odds = Odds(displacement);
                    var (worth, worthOpposite) = (odds * Worth(there, opposite, none), odds * Worth(opposite, there, none));
                    if (worth > greatest) (best, greatest) = (displacement, worth);
                    if (worthOpposite > greatest) (best, greatest) = (displacement.Opposite(), worthOpposite);
                }
            }
        }

        return best;
    }

    /// <summary>Agreement under each displacement of a growth, and of the opposite one, to the nearest whole pixel in each part.</summary>
    private void SumMoves(int colour, int growth)
    {
        Array.Clear(_there);
        Array.Clear(_opposite);
        foreach (var (agreement, partX, partY) in _searched)
        {
            var (fromX, fromY) = ((int)Math.Round(growth * partX), (int)Math.Round(growth * partY));
            agreement.AddTo(_there, colour, fromX, fromY, reach);
            agreement.AddTo(_opposite, colour, -fromX, -fromY, reach);
        }
    }

    private int Move(int x, int y) => (y + reach) * (2 * reach + 1) + x + reach;

    /// <summary>By how much agreement leads, the more the larger a part it is of what there is: a pattern that repeats agrees far away too.</summary>
    private static double Worth(double there, double opposite, double none) => (there - opposite) * Share(there, opposite, none);

    /// <summary>The nearer of two places is the likelier one: half at the greatest displacement.</summary>
    private double Odds(Displacement displacement) => 1 / (1 + displacement.LengthSquared() / (4.0 * reach * reach));

    private double Worth(int colour, Displacement displacement, double none) =>
        Odds(displacement) * Worth(Sum(colour, displacement), Sum(colour, displacement.Opposite()), none);

    private Displacement Refine(int colour, Displacement best, bool hasGrowth, int steps)
    {
        var none = Sum(colour, default);
        var greatest = Worth(colour, best, none);
        foreach (var step in Steps.AsSpan(0, steps))
        {
            for (var isBetter = true; isBetter;)
            {
                isBetter = false;
                for (var direction = 0; direction < (hasGrowth ? 6 : 4); direction++)
                {
                    var move = direction % 2 == 0 ? step : -step;
                    var tried = (direction / 2) switch
                    {
                        0 => best with { X = best.X + move },
                        1 => best with { Y = best.Y + move },
                        _ => best with { Growth = best.Growth + move },
                    };
                    var worth = Worth(colour, tried, none);
                    if (worth <= greatest + WorthMin) continue;
                    (best, greatest, isBetter) = (tried, worth, true);
                }
            }
        }

        return best;
    }

    /// <summary>Agreement under a displacement, all parts together.</summary>
    private double Sum(int colour, Displacement displacement)
    {
        var sum = 0.0;
        foreach (var (agreement, x, y) in _searched)
        {
            var (shiftX, shiftY) = displacement.At(x, y);
            sum += agreement.At(colour, shiftX, shiftY, reach);
        }

        return sum;
    }

    /// <summary>How much better a part agrees with a displacement than with its opposite.</summary>
    private double Lead((ColourAgreement Agreement, double X, double Y) part, int colour, Displacement displacement)
    {
        var (shiftX, shiftY) = displacement.At(part.X, part.Y);
        return part.Agreement.At(colour, shiftX, shiftY, reach) - part.Agreement.At(colour, -shiftX, -shiftY, reach);
    }

    /// <summary>A displacement.</summary>
    /// <param name="X">In the middle, pixels to the right.</param>
    /// <param name="Y">In the middle, pixels downwards.</param>
    /// <param name="Growth">Outwards at the right border beyond that in the middle, pixels.</param>
    private readonly record struct Displacement(double X, double Y, double Growth)
    {
        public Displacement Opposite() => new(-X, -Y, -Growth);

        public double LengthSquared() => X * X + Y * Y + Growth * Growth;

        public (double X, double Y) At(double x, double y) => (X + Growth * x, Y + Growth * y);
    }
}
