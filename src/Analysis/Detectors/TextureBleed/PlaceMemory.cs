namespace FunctionsPipeline.Analysis;

/// <summary>
/// Remembers what each place of the scene looked like and says where it looks different although nothing moved there. Places move along
/// with the camera. Where a thing passes, comes to rest or leaves, what was remembered is void: only the place behind it changed hands.
/// </summary>
internal sealed class PlaceMemory(CellGrid grid)
{
    /// <summary>Motion of the picture's corners that errors of the flow explain, pixels. Taken for motion, these would add up.</summary>
    private const double ExplainedPx = 0.12;

    /// <summary>A place must be quiet so long before it is remembered.</summary>
    private const float LearnSeconds = 0.25f;

    /// <summary>A memory follows the scene so slowly that a stain, which takes seconds, does not become part of it.</summary>
    private const float MemorySeconds = 20f;

    /// <summary>A change must stay so long to count: sparks and flicker do not.</summary>
    private const float SettleSeconds = 0.2f;

    /// <summary>Between things that pass a place is quiet for a moment and not yet itself.</summary>
    private const float CalmSeconds = 0.15f;

    /// <summary>Share of the picture that must follow the camera; with less nobody knows where a place went.</summary>
    private const double InlierShareMin = 0.4;

    /// <summary>Motion that errors of the flow explain, cells a frame.</summary>
    private const float QuietCells = 0.05f;

    /// <summary>What moves faster is a thing, and not the rim of something that spreads.</summary>
    private const float MovingCells = 0.12f;

    /// <summary>Content that was carried so far, in cells, is a thing that moves or came to rest.</summary>
    private const float CarriedCells = 0.8f;

    /// <summary>Levels that coding and errors of the camera explain: a place taken for its neighbour looks like that.</summary>
    private const float Explained = 24;

    /// <summary>What this share of the middle place's change explains is of the whole picture: errors of motion, one scene that turns into another.</summary>
    private const float OfTheWhole = 0.5f;

    /// <summary>Change of the middle place, levels, at which one scene turns into another.</summary>
    private const float OtherSceneLevels = 8;

    /// <summary>With fewer known places than this part of all, their middle says nothing about the whole picture.</summary>
    private const int KnownPlacesMin = 8;

    private readonly Place[] _places = CreatePlaces(grid);
    private readonly int[] _placeOf = new int[grid.Count];
    private readonly float[] _raw = new float[grid.Count];
    private readonly float[] _known = new float[grid.Count];
    private readonly WholeChange _whole = new(grid.Count);
    private readonly float[] _ownX = new float[grid.Count];
    private readonly float[] _ownY = new float[grid.Count];
    private float[] _carriedX = new float[grid.Count];
    private float[] _carriedY = new float[grid.Count];
    private float[] _moved = new float[grid.Count];

    /// <summary>Lasting change of a place's look, levels.</summary>
    public float[] Strength { get; } = new float[grid.Count];

    /// <summary>Forgets everything: another shot begins.</summary>
    public void Clear()
    {
        foreach (ref var place in _places.AsSpan()) place.Forget();
        Array.Clear(_carriedX);
        Array.Clear(_carriedY);
    }

    /// <summary>Takes a frame whose motion is known.</summary>
    /// <returns>False when nobody knows how the camera moved.</returns>
    public bool Measure(CellMeasures cells)
    {
        Array.Clear(Strength);
        if (cells.Camera.InlierShare < InlierShareMin)
        {
            Clear();
            return false;
        }

        var camera = IsWithinErrors(cells.Camera) ? CameraMotion.None : cells.Camera;
        MeasureOwn(cells, camera);
        Carry(cells);
        MovePlaces(camera);
        var luma = _whole.Of(cells.Mean.Luma, cells.Change.Luma);
        var blue = _whole.Of(cells.Mean.Blue, cells.Change.Blue);
        var red = _whole.Of(cells.Mean.Red, cells.Change.Red);
        Array.Clear(_raw);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            if (_placeOf[cell] < 0) continue;
            ref var place = ref _places[_placeOf[cell]];
            place.Relight(luma, blue, red);
            var look = Look.Of(cells.Contents!.At(place.Left, place.Top, grid.CellPx, grid.CellPx));
            var motion = Motion(cell);
            if (motion > MovingCells) place.Forget();
            else if (motion > QuietCells || !cells.IsFollowed(cell)) place.Skip(cells.StepSeconds);
            else place.Watch(look, cells.StepSeconds);
            _raw[cell] = place.Change.Length;
        }

        if (!KeepWhatStandsOut()) Clear();
        CellMedian.Fill(grid, _raw, Strength);
        return true;
    }

    private static Place[] CreatePlaces(CellGrid grid)
    {
        var places = new Place[grid.Count];
        for (var cell = 0; cell < grid.Count; cell++)
        {
            (places[cell].Left, places[cell].Top) = (grid.Left(cell % grid.Columns), grid.Top(cell / grid.Columns));
        }

        return places;
    }

    private bool IsWithinErrors(CameraMotion camera) => PlaneMap.Of(camera).ShiftMaxPx(grid.WidthPx, grid.HeightPx) <= ExplainedPx;

    /// <summary>Takes off what errors explain, and what changes everywhere.</summary>
    /// <returns>False when so much changes everywhere that another scene shows.</returns>
    private bool KeepWhatStandsOut()
    {
        var known = 0;
        for (var cell = 0; cell < grid.Count; cell++)
        {
            if (_placeOf[cell] >= 0 && _places[_placeOf[cell]].IsKnown) _known[known++] = _raw[cell];
        }

        var middle = known < grid.Count / KnownPlacesMin ? 0 : OrderStatistic.Of(_known.AsSpan(0, known), known / 2);
        var isOtherScene = middle > OtherSceneLevels;
        var explained = isOtherScene ? float.PositiveInfinity : Explained + OfTheWhole * middle;
        for (var cell = 0; cell < grid.Count; cell++) _raw[cell] = Math.Max(0, _raw[cell] - explained);
        return !isOtherScene;
    }

    /// <summary>How fast something moves in a cell, in cells a frame; what was carried there is as good as moving.</summary>
    private float Motion(int cell)
    {
        var carried = Math.Max(Math.Abs(_carriedX[cell]), Math.Abs(_carriedY[cell]));
        if (carried > CarriedCells * grid.CellPx) return float.PositiveInfinity;
        return Math.Max(Math.Abs(_ownX[cell]), Math.Abs(_ownY[cell])) / grid.CellPx;
    }

    /// <summary>Each cell's way without the camera's part.</summary>
    private void MeasureOwn(CellMeasures cells, CameraMotion camera)
    {
        var half = grid.CellPx / 2.0;
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (x, y) = (grid.Left(cell % grid.Columns) + half, grid.Top(cell / grid.Columns) + half);
            var (previousX, previousY) = camera.Previous(x, y);
            (_ownX[cell], _ownY[cell]) = (cells.WayX[cell] - (float)(x - previousX), cells.WayY[cell] - (float)(y - previousY));
        }
    }

    /// <summary>How far the content of each cell has been carried since it came into sight.</summary>
    private void Carry(CellMeasures cells)
    {
        cells.Advect(_carriedX, _moved);
        (_carriedX, _moved) = (_moved, _carriedX);
        cells.Advect(_carriedY, _moved);
        (_carriedY, _moved) = (_moved, _carriedY);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var isFollowed = cells.IsFollowed(cell);
            _carriedX[cell] = isFollowed ? _carriedX[cell] + _ownX[cell] : 0;
            _carriedY[cell] = isFollowed ? _carriedY[cell] + _ownY[cell] : 0;
        }
    }

    /// <summary>Places that leave the picture at one side stand for what enters at the other.</summary>
    private void MovePlaces(CameraMotion camera)
    {
        Array.Fill(_placeOf, -1);
        var (half, determinant) = (grid.CellPx / 2f, camera.A * camera.E - camera.B * camera.D);
        if (determinant <= 0) return;
        for (var i = 0; i < _places.Length; i++)
        {
            ref var place = ref _places[i];
            var (x, y) = (place.Left + half - camera.C, place.Top + half - camera.F);
            place.Left = (float)((camera.E * x - camera.B * y) / determinant) - half;
            place.Top = (float)((camera.A * y - camera.D * x) / determinant) - half;
            place.Wrap(grid);
            if (place.Left < 0 || place.Top < 0 || place.Left + grid.CellPx > grid.WidthPx || place.Top + grid.CellPx > grid.HeightPx) continue;
            _placeOf[CellAt(place.Left + half, place.Top + half)] = i;
        }
    }

    private int CellAt(float x, float y) =>
        Math.Clamp((int)(y / grid.CellPx), 0, grid.Rows - 1) * grid.Columns + Math.Clamp((int)(x / grid.CellPx), 0, grid.Columns - 1);

    /// <summary>Colour and texture of a place, levels.</summary>
    private readonly record struct Look(float Luma, float Blue, float Red, float Texture)
    {
        public float Length => MathF.Sqrt(Luma * Luma + Blue * Blue + Red * Red + Texture * Texture);

        public static Look Of(in CellContent content) => new(content.Luma, content.Blue, content.Red, MathF.Sqrt(content.Detail));

        public static Look operator -(Look one, Look other) =>
            new(one.Luma - other.Luma, one.Blue - other.Blue, one.Red - other.Red, one.Texture - other.Texture);

        public Look Towards(Look other, float share) => new(
            Luma + (other.Luma - Luma) * share, Blue + (other.Blue - Blue) * share,
            Red + (other.Red - Red) * share, Texture + (other.Texture - Texture) * share);
    }

    /// <summary>A window of the scene.</summary>
    private struct Place
    {
        public float Left;
        public float Top;
        private float _learntSeconds;
        private float _calmSeconds;

        /// <summary>What it looked like.</summary>
        public Look Remembered { get; private set; }

        /// <summary>How it differs from that, when that has lasted.</summary>
        public Look Change { get; private set; }

        /// <summary>True when it is known what the place looked like.</summary>
        public readonly bool IsKnown => _learntSeconds >= LearnSeconds;

        public void Forget() => (_learntSeconds, _calmSeconds, Remembered, Change) = (0, 0, default, default);

        public void Watch(Look look, float seconds)
        {
            if (_learntSeconds < LearnSeconds)
            {
                Remembered = _learntSeconds == 0 ? look : Remembered.Towards(look, 0.5f);
                _learntSeconds += seconds;
                return;
            }

            _calmSeconds += seconds;
            if (_calmSeconds < CalmSeconds) return;
            Change = Change.Towards(look - Remembered, 1 - MathF.Exp(-seconds / SettleSeconds));
            Remembered = Remembered.Towards(look, 1 - MathF.Exp(-seconds / MemorySeconds));
        }

        /// <summary>Something moves there.</summary>
        public void Skip(float seconds)
        {
            if (_learntSeconds < LearnSeconds) _learntSeconds = 0;
            _calmSeconds = 0;
            Change = Change.Towards(default, 1 - MathF.Exp(-seconds / SettleSeconds));
        }

        /// <summary>The light of the whole picture changes what is remembered too.</summary>
        public void Relight(LightLaw luma, LightLaw blue, LightLaw red) => Remembered = new Look(
            luma.Apply(Remembered.Luma), blue.Apply(Remembered.Blue), red.Apply(Remembered.Red), Remembered.Texture * (1 + luma.Gain));

        public void Wrap(CellGrid grid)
        {
            var (left, top) = (Left, Top);
            if (Left + grid.CellPx < 0) Left += grid.Columns * grid.CellPx;
            else if (Left > grid.WidthPx) Left -= grid.Columns * grid.CellPx;
            if (Top + grid.CellPx < 0) Top += grid.Rows * grid.CellPx;
            else if (Top > grid.HeightPx) Top -= grid.Rows * grid.CellPx;
            if (left != Left || top != Top) Forget();
        }
    }
}
