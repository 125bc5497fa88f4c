using Shouldly;
using Xunit;

namespace FunctionsPipeline.Analysis.Tests;

public sealed class ConnectedComponentsTests
{
    [Fact]
    public void An_empty_mask_has_no_blob() => Find("....", "....").ShouldBeEmpty();

    [Fact]
    public void A_rectangle_gives_its_box_area_and_centre()
    {
        var blob = Find(
            "......",
            "..###.",
            "..###.").ShouldHaveSingleItem();
        blob.ShouldBe(new ConnectedComponent(1, 6, 2, 1, 3, 2, 3, 1.5));
    }

    [Fact]
    public void Corners_connect() => Find("#.", ".#").ShouldHaveSingleItem().AreaPx.ShouldBe(2);

    [Fact]
    public void Arms_that_meet_below_are_one_blob()
    {
        var blob = Find(
            "#.#.#",
            "#.#.#",
            "#####").ShouldHaveSingleItem();
        (blob.AreaPx, blob.WidthPx, blob.HeightPx, blob.CentreX).ShouldBe((11, 5, 3, 2.0));
    }

    [Fact]
    public void A_spiral_is_one_blob()
    {
        Find(
            "#######",
            "......#",
            "#####.#",
            "#...#.#",
            "#.###.#",
            "#.....#",
            "#######").ShouldHaveSingleItem().AreaPx.ShouldBe(31);
    }

    [Fact]
    public void Blobs_come_by_their_first_pixel()
    {
        var blobs = Find(
            "...#",
            "#...",
            "#..#");
        blobs.Select(blob => (blob.LeftPx, blob.TopPx)).ShouldBe([(3, 0), (0, 1), (3, 2)]);
    }

    [Fact]
    public void As_many_single_pixels_as_fit_are_all_found()
    {
        Find("#.#.#", ".....", "#.#.#", ".....", "#.#.#").Length.ShouldBe(9);
    }

    [Fact]
    public void Small_pieces_are_left_out_and_lose_their_label()
    {
        var components = new ConnectedComponents(4, 2);
        components.Find(Mask("#..#", "...#"), areaMinPx: 2).Length.ShouldBe(1);
        components.Labels.ToArray().ShouldBe([0, 0, 0, 1, 0, 0, 0, 1]);
    }

    [Fact]
    public void Labels_name_the_blob_of_every_pixel_also_when_used_again()
    {
        var components = new ConnectedComponents(3, 2);
        components.Find(Mask("###", "###"));
        components.Find(Mask("#.#", "#.."));
        components.Labels.ToArray().ShouldBe([1, 0, 2, 1, 0, 0]);
    }

    [Fact]
    public void A_random_mask_agrees_with_flood_filling()
    {
        var random = new Random(7);
        const int Side = 40;
        var mask = new byte[Side * Side];
        for (var index = 0; index < mask.Length; index++) mask[index] = random.Next(10) < 4 ? (byte)1 : (byte)0;

        var areas = new ConnectedComponents(Side, Side).Find(mask).ToArray().Select(blob => blob.AreaPx);

        areas.ShouldBe(FloodAreas(mask, Side));
    }

    [Fact]
    public void A_mask_of_another_size_is_refused() =>
        Should.Throw<ArgumentException>(() => new ConnectedComponents(3, 3).Find(new byte[8]));

    private static ConnectedComponent[] Find(params string[] rows) => new ConnectedComponents(rows[0].Length, rows.Length).Find(Mask(rows)).ToArray();

    private static byte[] Mask(params string[] rows) => [.. string.Concat(rows).Select(sign => sign == '#' ? byte.MaxValue : (byte)0)];

    private static List<int> FloodAreas(byte[] mask, int side)
    {
        var areas = new List<int>();
        var seen = new bool[mask.Length];
        for (var start = 0; start < mask.Length; start++)
        {
            if (mask[start] == 0 || seen[start]) continue;
            var area = 0;
            var open = new Stack<int>([start]);
            seen[start] = true;
            while (open.TryPop(out var index))
            {
                area++;
                for (var y = Math.Max(0, index / side - 1); y <= Math.Min(side - 1, index / side + 1); y++)
                {
                    for (var x = Math.Max(0, index % side - 1); x <= Math.Min(side - 1, index % side + 1); x++)
                    {
                        if (mask[y * side + x] == 0 || seen[y * side + x]) continue;
                        seen[y * side + x] = true;
                        open.Push(y * side + x);
                    }
                }
            }

            areas.Add(area);
        }

        return areas;
    }
}
