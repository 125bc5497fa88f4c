namespace FunctionsPipeline.Analysis;

/// <summary>A picture that was seen some time ago, and where in it everything lies that is seen now. Buffers are made once.</summary>
internal sealed class EarlierPicture(CellGrid grid)
{
    private readonly byte[] _luma = new byte[grid.WidthPx * grid.HeightPx];
    private readonly PictureDetail _detail = new(grid);
    private readonly CellColours _colours = new(grid.Count);
    private readonly WayNet _ways = new(grid);
    private readonly float[] _placesX = new float[grid.WidthPx];
    private readonly float[] _placesY = new float[grid.WidthPx];
    private float[] _hidden = new float[grid.Count];
    private float[] _nextHidden = new float[grid.Count];

    /// <summary>When it was shown.</summary>
    public double Seconds { get; private set; }

    /// <summary>False until a picture is kept, and after <see cref="Forget"/>.</summary>
    public bool IsKept { get; private set; }

    /// <summary>The camera's way since, all frames together.</summary>
    public PlaneMap Camera => _ways.Camera;

    /// <summary>How much of what is in each cell now was out of sight since: shares of the cell, all frames together.</summary>
    public ReadOnlySpan<float> Hidden => _hidden;

    /// <summary>Forgets the picture: another shot begins.</summary>
    public void Forget() => IsKept = false;

    /// <summary>Keeps the picture that is seen now.</summary>
    /// <param name="luma">Its pixels.</param>
    /// <param name="colours">Its cells' colours.</param>
    /// <param name="seconds">When it is shown.</param>
    public void Keep(PlaneView luma, CellColours colours, double seconds)
    {
        (Seconds, IsKept) = (seconds, true);
        _ways.Clear();
        Array.Clear(_hidden);
        _detail.Measure(luma);
        colours.Blue.CopyTo(_colours.Blue, 0);
        colours.Red.CopyTo(_colours.Red, 0);
        for (var y = 0; y < luma.HeightPx; y++) luma.Row(y).CopyTo(_luma.AsSpan(y * luma.WidthPx));
    }

    /// <summary>Goes on by some frames.</summary>
    /// <param name="later">Where what is in the last of them was before the first.</param>
    /// <param name="hidden">How much of each cell was out of sight in them: shares of the cell, all frames together.</param>
    public void Follow(WayNet later, ReadOnlySpan<float> hidden)
    {
        if (!IsKept) return;
        _ways.Add(later);
        for (var cell = 0; cell < grid.Count; cell++)
        {
            var (x, y) = grid.Middle(cell);
            _nextHidden[cell] = hidden[cell] + SampleAt(_hidden, later.PlaceOf(x, y));
        }

        (_hidden, _nextHidden) = (_nextHidden, _hidden);
    }

    /// <summary>The middle of a cell, and where what is there now lay in the earlier picture, pixels.</summary>
    public (float X, float Y, float PlaceX, float PlaceY) PlaceOf(int cell)
    {
        var (x, y) = grid.Middle(cell);
        var (placeX, placeY) = _ways.PlaceOf(x, y);
        return (x, y, placeX, placeY);
    }

    /// <summary>Mean squared gradient around there, levels squared, and colour, levels.</summary>
    public (float Detail, float Blue, float Red) ContentOf(int cell)
    {
        var (_, _, placeX, placeY) = PlaceOf(cell);
        var place = (placeX, placeY);
        return (SampleAt(_detail.Detail, place), SampleAt(_colours.Blue, place), SampleAt(_colours.Red, place));
    }

    /// <summary>True where all of the cell was inside the earlier picture.</summary>
    public bool IsInside(int cell)
    {
        // Half a pixel is an error of motion.
        var reach = grid.CellPx / 2f - 1;
        var (_, _, placeX, placeY) = PlaceOf(cell);
        return placeX >= reach && placeX <= grid.WidthPx - 1 - reach && placeY >= reach && placeY <= grid.HeightPx - 1 - reach;
    }

    /// <summary>What a row of the present picture should look like if everything had only moved since.</summary>
    public void Predict(int y, Span<byte> row)
    {
        var step = _ways.StepPx;
        _ways.PlacesOfRow(y, _placesX, _placesY);
        for (var left = 0; left < _ways.Columns - 1; left++)
        {
            var part = row[(left * step)..Math.Min(row.Length, (left + 1) * step + 1)];
            Predict(part, _placesX[left], _placesY[left], (_placesX[left + 1] - _placesX[left]) / step, (_placesY[left + 1] - _placesY[left]) / step);
        }
    }

    private float SampleAt(ReadOnlySpan<float> field, (float X, float Y) place) =>
        grid.Sample(field, (place.X + 0.5f) / grid.CellPx - 0.5f, (place.Y + 0.5f) / grid.CellPx - 0.5f);

    /// <summary>Pixels in a line through the earlier picture, between its pixels. Places are in 65536ths, shares in 256ths, finer than levels.</summary>
    private void Predict(Span<byte> part, float x, float y, float stepX, float stepY)
    {
        const int PlaceBits = 16;
        const int ShareBits = 8;
        const int Whole = 1 << ShareBits;
        const int Limit = 1 << 13;
        const int StepLimit = 1 << 10;

        // Far outside the border counts, and numbers must not overflow.
        var (placeX, placeY) = ((int)(Math.Clamp(x, -Limit, Limit) * (1 << PlaceBits)), (int)(Math.Clamp(y, -Limit, Limit) * (1 << PlaceBits)));
        var (movesX, movesY) = ((int)(Math.Clamp(stepX, -StepLimit, StepLimit) * (1 << PlaceBits)), (int)(Math.Clamp(stepY, -StepLimit, StepLimit) * (1 << PlaceBits)));
        var (maxX, maxY) = (((grid.WidthPx - 1) << PlaceBits) - 1, ((grid.HeightPx - 1) << PlaceBits) - 1);
        for (var i = 0; i < part.Length; i++)
        {
            var (insideX, insideY) = (Math.Clamp(placeX, 0, maxX), Math.Clamp(placeY, 0, maxY));
            var pixel = (insideY >> PlaceBits) * grid.WidthPx + (insideX >> PlaceBits);
            var (right, below) = ((insideX >> ShareBits) & (Whole - 1), (insideY >> ShareBits) & (Whole - 1));
            var above = (_luma[pixel] << ShareBits) + (_luma[pixel + 1] - _luma[pixel]) * right;
            pixel += grid.WidthPx;
            var under = (_luma[pixel] << ShareBits) + (_luma[pixel + 1] - _luma[pixel]) * right;
            part[i] = (byte)(((above << ShareBits) + (under - above) * below + (1 << (PlaceBits - 1))) >> PlaceBits);
            (placeX, placeY) = (placeX + movesX, placeY + movesY);
        }
    }
}
