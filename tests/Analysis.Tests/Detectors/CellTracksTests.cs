namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class CellTracksTests
{
    private const int Middle = 5 * 10 + 5;

    /// <summary>Ten cells of 8 pixels each way.</summary>
    private readonly CellGrid _grid = new(80, 80);

    [Fact]
    public void What_is_kept_goes_along_a_whole_cell_after_some_steps()
    {
        var tracks = new CellTracks(_grid);
        var kept = Spike();

        for (var step = 0; step < 8; step++) Go(tracks, ref kept, 2);

        kept[Middle + 2].ShouldBe(1);
        kept.Count(value => value != 0).ShouldBe(1);
    }

    [Fact]
    public void What_sways_less_than_a_cell_stays_sharp()
    {
        var tracks = new CellTracks(_grid);
        var kept = Spike();

        for (var step = 0; step < 60; step++) Go(tracks, ref kept, step % 4 < 2 ? 1.5f : -1.5f);

        kept[Middle].ShouldBe(1);
        kept.Count(value => value != 0).ShouldBe(1);
    }

    [Fact]
    public void What_enters_the_picture_is_new()
    {
        var tracks = new CellTracks(_grid);
        var kept = Enumerable.Repeat(1f, _grid.Count).ToArray();

        Go(tracks, ref kept, 8);

        (tracks.IsNew(50), tracks.IsNew(51)).ShouldBe((true, false));
        (kept[50], kept[51]).ShouldBe((0, 1));
    }

    [Fact]
    public void A_field_is_read_where_the_content_is()
    {
        var tracks = new CellTracks(_grid);
        var kept = Spike();
        var columns = Enumerable.Range(0, _grid.Count).Select(cell => (float)(cell % _grid.Columns)).ToArray();

        Go(tracks, ref kept, 2);

        tracks.Sample(columns, Middle).ShouldBe(5.25f, 0.001f);
    }

    private float[] Spike()
    {
        var field = new float[_grid.Count];
        field[Middle] = 1;
        return field;
    }

    private void Go(CellTracks tracks, ref float[] kept, float wayPx)
    {
        tracks.Step(Enumerable.Repeat(wayPx, _grid.Count).ToArray(), new float[_grid.Count]);
        tracks.Move(ref kept);
    }
}
