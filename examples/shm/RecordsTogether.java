// Records of primitives in shared memory, read and written as a whole: nobody sees the x of one and the y of another.

import module offspring;

record Point(double x, double y) {}

record Body(int id, Point place, Point speed) {
    Body moved() {
        return new Body(id, new Point(place.x() + speed.x(), place.y() + speed.y()), speed);
    }
}

void main() throws Exception {
    SharedStruct<Body> ship = SharedStruct.create(new Body(1, new Point(0, 0), new Point(1, 2)));
    SharedStructArray<Point> points = SharedStructArray.create(Point.class, 4);
    points.set(0, new Point(1.875, -6.25));
    points.set(1, new Point(-5.75, 2.0));
    points.set(2, new Point(2.375, 9.5));

    new ChildProcess(() -> {
        for (int step = 0; step < 10; step++) {
            ship.update(Body::moved);
        }
        for (int i = 0; i < points.length(); i++) {
            points.update(i, point -> new Point(point.x() * point.x(), point.y() * point.y()));
        }
    }).start().join();

    IO.println(ship);
    for (int i = 0; i < points.length(); i++) {
        IO.println(points.get(i));
    }
}

// Prints, in this order:
//   Body[id=1, place=Point[x=10.0, y=20.0], speed=Point[x=1.0, y=2.0]]
//   Point[x=3.515625, y=39.0625]
//   Point[x=33.0625, y=4.0]
//   Point[x=5.640625, y=90.25]
//   Point[x=0.0, y=0.0]
