namespace FunctionsPipeline.Analysis;

/// <summary>
/// Looks at the scene, a fifth of a second apart, each laid over the present one: where the camera's way since leads, and in the present
/// light. Buffers are made once.
/// </summary>
internal sealed class PastLooks
{
    /// <summary>Looks before the present one that are kept.</summary>
    public const int Kept = 6;

    /// <summary>Light is compared at every so many pixels.</summary>
    private const int LightStepPx = 4;

    private readonly int _factor;
    private readonly List<Look> _looks = [];
    private readonly List<Look> _free = [];
    private readonly WholeChange _light;
    private readonly float[] _levels;
    private readonly float[] _changes;

    /// <summary>Makes room for looks.</summary>
    /// <param name="widthPx">Width of a small picture.</param>
    /// <param name="heightPx">Height of a small picture.</param>
    /// <param name="factor">Working pixels on a side of a small picture's pixel.</param>
    public PastLooks(int widthPx, int heightPx, int factor)
    {
        _factor = factor;
        for (var i = 0; i <= Kept; i++) _free.Add(new Look(widthPx, heightPx));
        var samples = ((widthPx - 1) / LightStepPx + 1) * ((heightPx - 1) / LightStepPx + 1);
        (_light, _levels, _changes) = (new WholeChange(samples), new float[samples], new float[samples]);
    }

    /// <summary>Looks before the present one.</summary>
    public int Count => Math.Max(0, _looks.Count - 1);

    /// <summary>The present look.</summary>
    public SmallPicture Now => _looks[0].Picture;

    /// <summary>A look laid over the present one, when it is first asked for.</summary>
    /// <param name="back">From 1 to <see cref="Count"/>.</param>
    public SmallPicture Laid(int back)
    {
        var look = _looks[back];
        if (look.IsLaid) return look.Laid;
        look.IsLaid = true;
        look.Laid.Lay(look.Picture, look.Map);
        look.Laid.Relight(LightSince(look.Laid));
        return look.Laid;
    }

    /// <summary>Where a place of the present look lay in an earlier one.</summary>
    public PlaneMap MapTo(int back) => _looks[back].Map;

    /// <summary>True where a window of the present look was in sight, all of it, in an earlier one.</summary>
    public bool WasInSight(int back, int x, int y)
    {
        const int Side = SmallPicture.WindowPx - 1;
        var (left, top) = _looks[back].Map.Apply(x, y);
        var (right, bottom) = _looks[back].Map.Apply(x + Side, y + Side);
        return Math.Min(left, right) >= 1 && Math.Min(top, bottom) >= 1 && Math.Max(left, right) <= Now.WidthPx - 2 && Math.Max(top, bottom) <= Now.HeightPx - 2;
    }

    /// <summary>Forgets everything: another shot begins.</summary>
    public void Clear()
    {
        _free.AddRange(_looks);
        _looks.Clear();
    }

    /// <summary>Takes a look.</summary>
    /// <param name="frame">What is seen.</param>
    /// <param name="camera">The camera's way since the last look, working pixels: from now to then.</param>
    public void Add(WorkingFrame frame, PlaneMap camera)
    {
        if (_free.Count == 0)
        {
            _free.Add(_looks[^1]);
            _looks.RemoveAt(_looks.Count - 1);
        }

        var now = _free[^1];
        _free.RemoveAt(_free.Count - 1);
        now.Picture.Fill(frame, _factor);
        now.Map = PlaneMap.Identity;
        var since = camera.Shrunk(_factor);
        _looks.Insert(0, now);
        foreach (var look in _looks[1..]) (look.Map, look.IsLaid) = (since.Then(look.Map), false);
    }

    private LightLaw LightSince(SmallPicture earlier)
    {
        var sample = 0;
        for (var y = 0; y < Now.HeightPx; y += LightStepPx)
        {
            for (var x = 0; x < Now.WidthPx; x += LightStepPx, sample++) (_levels[sample], _changes[sample]) = (Now.Luma(x, y), Now.Luma(x, y) - earlier.Luma(x, y));
        }

        return _light.Of(_levels, _changes);
    }

    private sealed class Look(int widthPx, int heightPx)
    {
        public SmallPicture Picture { get; } = new(widthPx, heightPx);

        public SmallPicture Laid { get; } = new(widthPx, heightPx);

        public PlaneMap Map { get; set; }

        public bool IsLaid { get; set; }
    }
}
